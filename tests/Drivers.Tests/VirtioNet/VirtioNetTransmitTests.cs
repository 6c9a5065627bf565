using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Tests.Drivers.Model;

namespace DSoftBus.Tests.Drivers.VirtioNet;

public class VirtioNetTransmitTests
{
    private readonly NetFixture _net = new();

    [Theory]
    [FeatureMatrix]
    public void AFrameLeavesAsItIsAndIsReferencedUntilThen(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.TransmitsAtOnce = false;
        byte[] bytes = NetFixture.Frame(60);
        PacketBuffer frame = NetFixture.Buffer(driver, bytes);
        Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(frame));
        Assert.Equal(2, frame.References);
        frame.Release();
        int free = driver.Buffers.Available;

        _net.Device.CompleteTransmit();
        Assert.Equal(bytes, Assert.Single(_net.Device.Sent));
        driver.TryTransmit(NetFixture.Buffer(driver, bytes));
        Assert.Equal(0, frame.References);
        Assert.Equal(free, driver.Buffers.Available);
        Assert.Empty(_net.Device.Breaches);
    }

    [Theory]
    [FeatureMatrix]
    public void SeventyThousandFramesLeaveInOrder(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        for (int i = 0; i < 70_000; i++)
        {
            byte[] bytes = NetFixture.Frame(14 + (i % 100), i);
            PacketBuffer frame = NetFixture.Buffer(driver, bytes);
            Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(frame));
            frame.Release();
            Assert.Equal(bytes, Assert.Single(_net.Device.Sent));
            _net.Device.Sent.Clear();
            _net.Device.Notifications.Clear();
        }

        Assert.Empty(_net.Device.Breaches);
    }

    [Theory]
    [FeatureMatrix]
    public void AFullRingRefusesWithoutTakingAReference(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.TransmitsAtOnce = false;
        PacketBuffer frame = NetFixture.Buffer(driver, NetFixture.Frame(60));
        for (int i = 0; i < 16; i++)
            Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(frame));
        Assert.Equal(TransmitStatus.Full, driver.TryTransmit(frame));
        Assert.Equal(17, frame.References);
        Assert.Equal(1, driver.Counters.TransmitFull);

        _net.Device.CompleteTransmit(limit: 1);
        Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(frame));
        Assert.Equal(17, frame.References);
        Assert.Equal(TransmitStatus.Full, driver.TryTransmit(frame));
    }

    [Theory]
    [FeatureMatrix]
    public void FramesBeyondTheMtuAreRefused(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(NetFixture.Buffer(driver, NetFixture.Frame(1514))));
        PacketBuffer tooLong = NetFixture.Buffer(driver, NetFixture.Frame(1515));
        Assert.Equal(TransmitStatus.TooLong, driver.TryTransmit(tooLong));
        Assert.Equal(1, tooLong.References);
        Assert.Single(_net.Device.Sent);
    }

    [Theory]
    [FeatureMatrix]
    public void AFrameWithoutEthernetHeaderIsADefect(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        PacketBuffer frame = NetFixture.Buffer(driver, NetFixture.Frame(13));
        Assert.Throws<ArgumentOutOfRangeException>(() => driver.TryTransmit(frame));
    }

    [Theory]
    [FeatureMatrix]
    public void TheDeviceIsNotifiedUnlessItRefuses(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.Notifications.Clear();
        driver.TryTransmit(NetFixture.Buffer(driver, NetFixture.Frame(60)));
        Assert.Equal([1u], _net.Device.Notifications);
        _net.Device.TransmitQueue.RefuseNotifications(true);
        driver.TryTransmit(NetFixture.Buffer(driver, NetFixture.Frame(60)));
        Assert.Equal([1u], _net.Device.Notifications);
    }
}
