using DSoftBus.Drivers.Virtio;
using DSoftBus.Drivers.VirtioRng;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Drivers.Model;

namespace DSoftBus.Tests.Drivers.VirtioRng;

public class VirtioRngDeviceTests
{
    private readonly ModelMemoryPool _memory = new();
    private readonly ModelRngDevice _device;
    private readonly VirtualPlatform _platform = new();
    private readonly ModelInterruptLine _line;

    public VirtioRngDeviceTests()
    {
        _line = new ModelInterruptLine(new TaskLoop(_platform));
        _device = new ModelRngDevice(_memory) { Line = _line };
    }

    private Instant Deadline => _platform.Now + TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(1, 64)]
    [InlineData(64, 64)]
    [InlineData(200, 64)]
    [InlineData(200, 7)]
    [InlineData(50, 1)]
    public void FillsEverythingHoweverLittleTheDeviceGivesAtOnce(int length, int atOnce)
    {
        _device.BytesAtOnce = atOnce;
        using var rng = Open();
        var bytes = new byte[length];
        Assert.Equal(VirtioError.None, rng.TryFill(bytes, _platform, Deadline));
        Assert.Equal(Enumerable.Range(1, length).Select(i => (byte)i), bytes);
        Assert.Empty(_device.Breaches);
    }

    [Fact]
    public void NothingHandedOutStaysInDeviceMemory()
    {
        using var rng = Open();
        var bytes = new byte[64];
        rng.TryFill(bytes, _platform, Deadline);
        Assert.All(_memory.Resolve(_device.LastAddress, 64).ToArray(), b => Assert.Equal(0, b));
    }

    [Fact]
    public void ASilentDeviceTimesOut()
    {
        _device.IsSilent = true;
        using var rng = Open();
        Assert.Equal(VirtioError.TimedOut, rng.TryFill(new byte[8], _platform, Deadline));
    }

    [Fact]
    public void ADeviceThatGivesNothingIsRefused()
    {
        _device.BytesAtOnce = 0;
        using var rng = Open();
        Assert.Equal(VirtioError.QueueCorrupt, rng.TryFill(new byte[8], _platform, Deadline));
    }

    [Fact]
    public void ADeviceThatClaimsMoreThanAskedIsRefused()
    {
        _device.ClaimedLength = 65;
        using var rng = Open();
        Assert.Equal(VirtioError.QueueCorrupt, rng.TryFill(new byte[64], _platform, Deadline));
    }

    [Fact]
    public void OtherDevicesAreRefused()
    {
        _device.DeviceId = 1;
        Assert.Equal(VirtioError.WrongDevice, VirtioRngDevice.TryOpen(_device, _line, _memory, out _));
    }

    [Fact]
    public void MemoryComesBackOnlyAfterAReset()
    {
        Open().Dispose();
        Assert.Equal(0, _memory.Live);
        var rng = Open();
        _device.NeverFinishesReset = true;
        rng.Dispose();
        Assert.Equal(1, _memory.Live);
    }

    private VirtioRngDevice Open()
    {
        Assert.Equal(VirtioError.None, VirtioRngDevice.TryOpen(_device, _line, _memory, out VirtioRngDevice? rng));
        return rng!;
    }
}
