using DSoftBus.Qemu.Launch;
using Xunit;

namespace DSoftBus.Tests.Qemu.Launch;

public sealed class GuestExitTests
{
    [Theory]
    [InlineData(33, GuestExitKind.Success, 0)]
    [InlineData(0, GuestExitKind.Stopped, 0)]
    [InlineData(1, GuestExitKind.StartFailed, 0)]
    [InlineData((0x20 << 1) | 1, GuestExitKind.ProgramExit, 0)]
    [InlineData((0x27 << 1) | 1, GuestExitKind.ProgramExit, 7)]
    [InlineData((0x11 << 1) | 1, GuestExitKind.MachineLack, 0x11)]
    [InlineData((0x16 << 1) | 1, GuestExitKind.MachineLack, 0x16)]
    [InlineData((0x17 << 1) | 1, GuestExitKind.Killed, 0)]
    [InlineData((0x46 << 1) | 1, GuestExitKind.FatalSignal, 6)]
    [InlineData((0x7f << 1) | 1, GuestExitKind.ShimPanic, 0)]
    [InlineData(134, GuestExitKind.Killed, 6)]
    [InlineData(3, GuestExitKind.Killed, 0)]
    [InlineData(-1, GuestExitKind.Killed, 0)]
    public void StatusIsReadByTheTable(int status, GuestExitKind kind, int detail) =>
        Assert.Equal(new GuestExit(status, kind, detail), GuestExit.FromStatus(status));

    [Fact]
    public void OnlyOneStatusIsSuccess() =>
        Assert.Equal([GuestExit.SuccessStatus], Enumerable.Range(-300, 900).Where(s => GuestExit.FromStatus(s).IsSuccess));

    [Fact]
    public void AmbiguousStatusNamesBothReadings()
    {
        string text = GuestExit.FromStatus(137).ToString();
        Assert.Contains("signal 4", text, StringComparison.Ordinal);
        Assert.Contains("signal 9", text, StringComparison.Ordinal);
    }
}
