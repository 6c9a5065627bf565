using DSoftBus.Drivers.Virtio;
using DSoftBus.Tests.Drivers.Model;

namespace DSoftBus.Tests.Drivers.Virtio;

public class VirtioMmioTransportTests
{
    private readonly ModelMemoryPool _memory = new();
    private readonly ModelDevice _device;

    public VirtioMmioTransportTests() => _device = new ModelDevice(_memory, deviceId: 1, queues: 1);

    [Fact]
    public void RefusesWhatIsNotVirtio()
    {
        _device.Magic = 0x7472_6977;
        Assert.Equal(VirtioError.NotVirtio, VirtioMmioTransport.TryOpen(_device, out _));
    }

    [Fact]
    public void RefusesAWindowWithoutRoomForTheRegisters()
    {
        _device.Length = 0xFC;
        Assert.Equal(VirtioError.NotVirtio, VirtioMmioTransport.TryOpen(_device, out _));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(3u)]
    public void RefusesOtherVersions(uint version)
    {
        _device.Version = version;
        Assert.Equal(VirtioError.UnsupportedVersion, VirtioMmioTransport.TryOpen(_device, out _));
    }

    [Fact]
    public void RefusesAnEmptySlot()
    {
        _device.DeviceId = 0;
        Assert.Equal(VirtioError.WrongDevice, VirtioMmioTransport.TryOpen(_device, out _));
    }

    [Fact]
    public void LookingChangesNothing()
    {
        Open();
        Assert.Equal(0, _device.Resets);
        Assert.Equal(0u, _device.Status);
    }

    [Fact]
    public void TakesRequiredAndWantedFeaturesAndNoOther()
    {
        _device.OfferedFeatures = ModelDevice.Version1 | 0b10110;
        var transport = Open();
        Assert.Equal(VirtioError.None, transport.Negotiate(required: 0b00010, wanted: 0b01100));
        Assert.Equal(ModelDevice.Version1 | 0b00110, _device.AcceptedFeatures);
        Assert.Equal(_device.AcceptedFeatures, transport.Features);
        Assert.Empty(_device.Breaches);
    }

    [Fact]
    public void RequiresVersion1()
    {
        _device.OfferedFeatures = 0b10;
        Assert.Equal(VirtioError.MissingFeature, Open().Negotiate(required: 0b10, wanted: 0));
        Assert.NotEqual(0u, _device.Status & 128);
    }

    [Fact]
    public void RequiresWhatTheDriverRequires() =>
        Assert.Equal(VirtioError.MissingFeature, Open().Negotiate(required: 0b100, wanted: 0));

    [Fact]
    public void ReportsRefusedFeatures()
    {
        _device.RefusesFeatures = true;
        Assert.Equal(VirtioError.FeaturesRefused, Open().Negotiate(0, 0));
        Assert.NotEqual(0u, _device.Status & 128);
    }

    [Fact]
    public void GivesUpOnAResetThatNeverEnds()
    {
        _device.NeverFinishesReset = true;
        Assert.Equal(VirtioError.ResetTimeout, Open().Negotiate(0, 0));
    }

    [Theory]
    [InlineData(256u, 256, 256)]
    [InlineData(1024u, 256, 256)]
    [InlineData(100u, 256, 64)]
    [InlineData(8u, 256, 8)]
    [InlineData(0u, 256, 0)]
    [InlineData(uint.MaxValue, int.MaxValue, QueueLayout.MaximumSize)]
    public void ChoosesAPowerOfTwoWithinBothBounds(uint offered, int maximum, int expected)
    {
        _device.Queues[0].SizeMaximum = offered;
        Assert.Equal(expected, Open().QueueSizeFor(0, maximum));
    }

    [Fact]
    public void AQueueThatDoesNotExistHasNoSize() => Assert.Equal(0, Open().QueueSizeFor(5, 256));

    [Fact]
    public void TellsTheDeviceWhereTheQueueLies()
    {
        var transport = Open();
        Assert.Equal(VirtioError.None, transport.Negotiate(0, 0));
        var queue = NewQueue(8);
        Assert.Equal(VirtioError.None, transport.ConfigureQueue(0, queue));
        Assert.Equal(
            (8u, 1u, queue.DescriptorAddress, queue.AvailableAddress, queue.UsedAddress),
            (_device.Queues[0].Size, _device.Queues[0].Ready, _device.Queues[0].Descriptors, _device.Queues[0].Driver, _device.Queues[0].Device));
        Assert.Equal(0UL, queue.DescriptorAddress % 16);
        Assert.Equal(0UL, queue.AvailableAddress % 2);
        Assert.Equal(0UL, queue.UsedAddress % 4);
        transport.Start();
        Assert.True(_device.IsRunning);
        Assert.Empty(_device.Breaches);
    }

    [Fact]
    public void RefusesAQueueThatSurvivedTheReset()
    {
        _device.KeepsQueues = true;
        _device.Queues[0].Ready = 1;
        var transport = Open();
        Assert.Equal(VirtioError.None, transport.Negotiate(0, 0));
        Assert.Equal(VirtioError.QueueInUse, transport.ConfigureQueue(0, NewQueue(8)));
    }

    [Fact]
    public void RefusesAQueueLargerThanTheDeviceHolds()
    {
        _device.Queues[0].SizeMaximum = 4;
        var transport = Open();
        Assert.Equal(VirtioError.None, transport.Negotiate(0, 0));
        Assert.Equal(VirtioError.QueueUnavailable, transport.ConfigureQueue(0, NewQueue(8)));
    }

    [Fact]
    public void ReadsAConfigurationOfOneGeneration()
    {
        _device.Configuration = [1, 2, 3, 4, 5, 6, 7, 8];
        var bytes = new byte[3];
        Assert.Equal(VirtioError.None, Open().ReadConfiguration(2, bytes));
        Assert.Equal([3, 4, 5], bytes);
        Assert.Empty(_device.Breaches);
    }

    [Fact]
    public void GivesUpOnAConfigurationThatKeepsChanging()
    {
        _device.IsConfigurationUnstable = true;
        Assert.Equal(VirtioError.BadConfiguration, Open().ReadConfiguration(0, new byte[2]));
    }

    [Fact]
    public void RefusesAConfigurationBeyondTheWindow()
    {
        Assert.Equal(VirtioError.BadConfiguration, Open().ReadConfiguration(0x100, new byte[1]));
        Assert.Equal(VirtioError.BadConfiguration, Open().ReadConfiguration(0xFF, out _));
    }

    private VirtioMmioTransport Open()
    {
        Assert.Equal(VirtioError.None, VirtioMmioTransport.TryOpen(_device, out VirtioMmioTransport? transport));
        return transport!;
    }

    private Virtqueue NewQueue(int size)
    {
        var layout = new QueueLayout(size, headerLength: 0, offset: 0);
        Assert.True(_memory.TryAllocate(layout.End, out var memory));
        return new Virtqueue(memory, layout, QueueDirection.DeviceWrites);
    }
}
