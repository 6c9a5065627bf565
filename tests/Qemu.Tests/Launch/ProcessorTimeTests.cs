using DSoftBus.Qemu.Launch;
using Xunit;

namespace DSoftBus.Tests.Qemu.Launch;

public sealed class ProcessorTimeTests
{
    [Theory]
    [InlineData("1 (qemu) S 2 3 4 5 6 7 8 9 10 11 250 50 14 15 16")]
    [InlineData("1 (a) b) (c) S 2 3 4 5 6 7 8 9 10 11 250 50 14 15 16")]
    public void UserAndSystemTimeAreAdded(string text) => Assert.Equal(TimeSpan.FromSeconds(3), ProcessorTime.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("1 (qemu) S 2 3")]
    [InlineData("1 (qemu) S 2 3 4 5 6 7 8 9 10 11 x 50 14")]
    public void OtherTextIsNoTime(string text) => Assert.Null(ProcessorTime.Parse(text));

    [Fact]
    public void ThisProcessHasSome() => Assert.True(ProcessorTime.Of(Environment.ProcessId) > TimeSpan.Zero);

    [Fact]
    public void AProcessThatDoesNotExistHasNone() => Assert.Null(ProcessorTime.Of(int.MaxValue));
}
