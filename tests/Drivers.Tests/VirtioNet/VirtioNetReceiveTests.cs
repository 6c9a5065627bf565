using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Tests.Drivers.Model;

namespace DSoftBus.Tests.Drivers.VirtioNet;

public class VirtioNetReceiveTests
{
    private const int LargestFrame = 1518; // MTU, Ethernet header and a VLAN tag
    private readonly NetFixture _net = new();

    [Theory]
    [FeatureMatrix(14)]
    [FeatureMatrix(60)]
    [FeatureMatrix(1514)]
    [FeatureMatrix(LargestFrame)]
    public void AFrameComesUpAsItIs(VirtioNetFeature offered, int length)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        byte[] frame = NetFixture.Frame(length);
        _net.Device.Receive(frame);
        Assert.True(driver.TryReceive(out PacketBuffer? received));
        Assert.Equal(frame, received.Span);
        Assert.Equal(1, received.References);
        received.Release();
        Assert.False(driver.TryReceive(out _));
        Assert.Equal((1, length), (driver.Counters.Received, driver.Counters.ReceivedBytes));
    }

    [Theory]
    [FeatureMatrix]
    public void TheFrameLiesInTheBufferThatTheDeviceFilled(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.Receive(NetFixture.Frame(60));
        Assert.True(driver.TryReceive(out PacketBuffer? received));
        // Written behind the driver's back: visible only if nothing was copied.
        _net.Memory.Resolve(received.PhysicalAddress, 1)[0] = 0xEE;
        Assert.Equal(0xEE, received.Span[0]);
    }

    [Theory]
    [FeatureMatrix]
    public void SeventyThousandFramesArriveInOrderAndTheRingStaysFull(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        int sent = 0, received = 0;
        while (received < 70_000)
        {
            for (int burst = 1 + (sent % 16); burst > 0; burst--, sent++)
                _net.Device.Receive(NetFixture.Frame(14 + (sent % 100), sent));
            while (driver.TryReceive(out PacketBuffer? frame))
            {
                Assert.Equal(NetFixture.Frame(14 + (received % 100), received), frame.Span);
                frame.Release();
                received++;
            }

            Assert.Equal(16, _net.Device.ReceiveQueue.Available);
        }

        Assert.Equal((0, sent), (_net.Device.Lost, received));
        Assert.Empty(_net.Device.Breaches);
    }

    [Theory]
    [FeatureMatrix]
    public void WrongLengthsAreCountedDropsAndLoseNoBuffer(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.Receive(NetFixture.Frame(60), claimedLength: 0);
        _net.Device.Receive(NetFixture.Frame(60), claimedLength: 12 + 13);
        _net.Device.Receive(NetFixture.Frame(LargestFrame + 1));
        _net.Device.Receive(NetFixture.Frame(60), claimedLength: 2049);
        _net.Device.Receive(NetFixture.Frame(60), claimedLength: uint.MaxValue);
        byte[] good = NetFixture.Frame(60, 7);
        _net.Device.Receive(good);

        Assert.True(driver.TryReceive(out PacketBuffer? frame));
        Assert.Equal(good, frame.Span);
        frame.Release();
        Assert.Equal((2, 1, 2), (driver.Counters.DroppedShort, driver.Counters.DroppedOversized, driver.Counters.DroppedBadLength));
        Assert.Equal((2, 1, 2), (driver.Count(NetDeviceCounter.DroppedShort), driver.Count(NetDeviceCounter.DroppedOversized), driver.Count(NetDeviceCounter.DroppedMalformed)));
        Assert.Equal(16, _net.Device.ReceiveQueue.Available);
        Assert.Equal(48, driver.Buffers.Available);
    }

    [Theory]
    [FeatureMatrix]
    public void AStarvingStackLosesFramesAndNotTheRing(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        var held = new List<PacketBuffer>();
        for (int i = 0; i < 48 + 5; i++)
        {
            _net.Device.Receive(NetFixture.Frame(60, i));
            if (driver.TryReceive(out PacketBuffer? frame))
                held.Add(frame);
        }

        Assert.Equal(48, held.Count);
        Assert.Equal(5, driver.Counters.DroppedNoBuffer);
        Assert.Equal(16, _net.Device.ReceiveQueue.Available);
        for (int i = 0; i < held.Count; i++)
            Assert.Equal(NetFixture.Frame(60, i), held[i].Span);

        held.ForEach(frame => frame.Release());
        _net.Device.Receive(NetFixture.Frame(60, 99));
        Assert.True(driver.TryReceive(out PacketBuffer? after));
        Assert.Equal(NetFixture.Frame(60, 99), after.Span);
    }

    [Theory]
    [FeatureMatrix]
    public void TheDeviceHearsOfNewBuffersOnlyWhenItWantsTo(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.Notifications.Clear();
        _net.Device.ReceiveQueue.RefuseNotifications(true);
        Exchange(driver);
        Assert.DoesNotContain(0u, _net.Device.Notifications);
        _net.Device.ReceiveQueue.RefuseNotifications(false);
        Exchange(driver);
        Assert.Contains(0u, _net.Device.Notifications);
    }

    [Theory]
    [FeatureMatrix]
    public void PacketsCostNoAllocation(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.Records = false;
        byte[] bytes = NetFixture.Frame(60);
        long allocated = 0;
        for (int i = 0; i < 2000; i++)
        {
            // The model allocates; only the driver's part is measured.
            _net.Device.Receive(bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool received = driver.TryReceive(out PacketBuffer? frame);
            long after = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(received);
            if (i >= 1000)
                allocated += after - before;
            _net.Device.TransmitsAtOnce = false;
            before = GC.GetAllocatedBytesForCurrentThread();
            driver.TryTransmit(frame!);
            frame!.Release();
            after = GC.GetAllocatedBytesForCurrentThread();
            if (i >= 1000)
                allocated += after - before;
            _net.Device.CompleteTransmit();
            _net.Device.Notifications.Clear();
        }

        Assert.Equal(0, allocated);
    }

    private void Exchange(VirtioNetDevice driver)
    {
        _net.Device.Receive(NetFixture.Frame(60));
        Assert.True(driver.TryReceive(out PacketBuffer? frame));
        frame.Release();
        // New buffers may wait for more of them until nothing is left to take.
        Assert.False(driver.TryReceive(out _));
    }
}
