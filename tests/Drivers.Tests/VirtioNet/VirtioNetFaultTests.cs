using DSoftBus.Drivers.Virtio;
using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Tests.Drivers.Model;

namespace DSoftBus.Tests.Drivers.VirtioNet;

public class VirtioNetFaultTests
{
    private readonly NetFixture _net = new();

    [Theory]
    [FeatureMatrix]
    public void DisposeResetsTheDeviceAndReturnsEveryBuffer(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        var driver = _net.Open();
        _net.Device.TransmitsAtOnce = false;
        PacketBuffer frame = NetFixture.Buffer(driver, NetFixture.Frame(60));
        driver.TryTransmit(frame);
        driver.TryTransmit(frame);
        frame.Release();
        driver.Dispose();
        driver.Dispose();
        Assert.Equal(0u, _net.Device.Status);
        Assert.Equal(driver.Buffers.Capacity, driver.Buffers.Available);
        Assert.Equal(TransmitStatus.Down, driver.TryTransmit(frame));
        Assert.False(driver.TryReceive(out _));
    }

    [Theory]
    [FeatureMatrix]
    public void AFrameThatTheStackHoldsSurvivesTheReset(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        var driver = _net.Open();
        _net.Device.Receive(NetFixture.Frame(60));
        Assert.True(driver.TryReceive(out PacketBuffer? frame));
        driver.Dispose();
        Assert.Equal(driver.Buffers.Capacity - 1, driver.Buffers.Available);
        Assert.Equal(NetFixture.Frame(60), frame.Span);
        frame.Release();
        Assert.Equal(driver.Buffers.Capacity, driver.Buffers.Available);
    }

    [Theory]
    [FeatureMatrix]
    public void BuffersStayAwayWhenTheResetDoesNotFinish(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        var driver = _net.Open();
        int free = driver.Buffers.Available;
        _net.Device.NeverFinishesReset = true;
        driver.Dispose();
        Assert.Equal(free, driver.Buffers.Available);
        Assert.Equal(VirtioError.ResetTimeout, driver.Fault);
    }

    [Theory]
    [FeatureMatrix]
    public void TheDeviceOpensAgainOverTheSameMemoryWithEveryBufferFree(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        var first = _net.Open();
        while (first.Buffers.TryRent(0, out _))
        {
        }

        first.Dispose();
        using var second = _net.Open();
        Assert.Equal(64 - 16, second.Buffers.Available);
        _net.Device.Receive(NetFixture.Frame(60));
        Assert.True(second.TryReceive(out PacketBuffer? frame));
        Assert.Equal(NetFixture.Frame(60), frame.Span);
        Assert.True(_net.WaitEndsEarly(second, () => _net.Device.Receive(NetFixture.Frame(60))));
        Assert.Empty(_net.Device.Breaches);
    }

    [Theory]
    [FeatureMatrix(16u)]
    [FeatureMatrix(uint.MaxValue)]
    public void ABadIdentifierInTheReceiveRingTakesTheDeviceDown(VirtioNetFeature offered, uint id)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.ReceiveQueue.Push(id, 72);
        Assert.False(driver.TryReceive(out _));
        AssertDown(driver);
    }

    [Theory]
    [FeatureMatrix]
    public void ABadIndexInTheReceiveRingTakesTheDeviceDown(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.ReceiveQueue.ForgeUsedIndex(17);
        Assert.False(driver.TryReceive(out _));
        AssertDown(driver);
    }

    [Theory]
    [FeatureMatrix]
    public void ABadIdentifierInTheTransmitRingTakesTheDeviceDown(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.TransmitsAtOnce = false;
        PacketBuffer frame = NetFixture.Buffer(driver, NetFixture.Frame(60));
        driver.TryTransmit(frame);
        _net.Device.TransmitQueue.Push(1, 0); // a descriptor that it was not given
        Assert.Equal(TransmitStatus.Down, driver.TryTransmit(frame));
        Assert.Equal(1, frame.References);
        AssertDown(driver, rented: 1);
    }

    [Theory]
    [FeatureMatrix]
    public void GoodFramesBeforeABadIdentifierStillComeUp(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.Receive(NetFixture.Frame(60, 1));
        _net.Device.ReceiveQueue.Push(99, 72);
        Assert.True(driver.TryReceive(out PacketBuffer? frame));
        Assert.Equal(NetFixture.Frame(60, 1), frame.Span);
        frame.Release();
        Assert.False(driver.TryReceive(out _));
        AssertDown(driver);
    }

    private void AssertDown(VirtioNetDevice driver, int rented = 0)
    {
        Assert.Equal(VirtioError.QueueCorrupt, driver.Fault);
        Assert.Equal(1, driver.Counters.QueueCorrupt);
        Assert.Equal(0u, _net.Device.Status);
        Assert.Equal(driver.Buffers.Capacity - rented, driver.Buffers.Available);
        PacketBuffer frame = NetFixture.Buffer(driver, NetFixture.Frame(60));
        Assert.Equal(TransmitStatus.Down, driver.TryTransmit(frame));
        // A stack that does not look at the fault waits for its deadline and does not spin.
        Assert.False(_net.WaitEndsEarly(driver));
        Assert.False(driver.TryReceive(out _));
    }
}
