using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Drivers.Model;

namespace DSoftBus.Tests.Drivers.VirtioNet;

/// <summary>One notification for many frames, and none forgotten.</summary>
public class VirtioNetAnnouncementTests
{
    private const uint Transmit = 1;
    private readonly NetFixture _net = new() { IsOnLoop = true, Options = new() { MaximumQueueSize = 64, PacketBuffers = 256 } };

    [Theory]
    [FeatureMatrix]
    public void FramesOfOnePollAreAnnouncedTogetherByTheWait(VirtioNetFeature offered)
    {
        using var driver = Open(offered);
        Send(driver, 10);
        Assert.Empty(_net.Device.Sent);
        Assert.False(_net.WaitEndsEarly(driver));
        Assert.Equal(10, _net.Device.Sent.Count);
        Assert.Equal((1, 1), (Notifications, driver.Counters.TransmitNotifications));
    }

    [Theory]
    [FeatureMatrix]
    public void ALoneFrameLeavesWithTheWorkThatFollows(VirtioNetFeature offered)
    {
        using var driver = Open(offered);
        int sentBefore = -1, sentAfter = -1;
        // A sender that never waits and never receives.
        _net.Loop.Post(() =>
        {
            Send(driver, 3);
            sentBefore = _net.Device.Sent.Count;
            _net.Loop.Post(() => sentAfter = _net.Device.Sent.Count);
        });
        Assert.True(_net.Loop.RunUntil(() => sentAfter >= 0, Instant.Zero));
        Assert.Equal((0, 3, 1), (sentBefore, sentAfter, Notifications));
    }

    [Theory]
    [FeatureMatrix]
    public void AFrameOfAnotherActivityDoesNotWaitForTheWaiter(VirtioNetFeature offered)
    {
        using var driver = Open(offered);
        Assert.False(_net.WaitEndsEarly(driver, () => Send(driver, 1)));
        Assert.Single(_net.Device.Sent);
        // And again: the work that announces queues itself anew.
        Assert.False(_net.WaitEndsEarly(driver, () => Send(driver, 1)));
        Assert.Equal((2, 2), (_net.Device.Sent.Count, Notifications));
    }

    [Theory]
    [FeatureMatrix]
    public void TheDeviceNeedNotWaitForTheEndOfALongPoll(VirtioNetFeature offered)
    {
        using var driver = Open(offered);
        Send(driver, 40);
        Assert.Equal((32, 2), (_net.Device.Sent.Count, Notifications));
        Assert.False(driver.TryReceive(out _));
        Assert.Equal((40, 3), (_net.Device.Sent.Count, Notifications));
        Assert.False(driver.TryReceive(out _));
        Assert.Equal(3, Notifications);
    }

    [Theory]
    [FeatureMatrix]
    public void AFullRingIsAnnounced(VirtioNetFeature offered)
    {
        _net.Options = _net.Options with { MaximumQueueSize = 8 };
        using var driver = Open(offered);
        // The device completes within the notification that the full ring caused, so nothing is refused.
        Send(driver, 30);
        Assert.InRange(_net.Device.Sent.Count, 22, 30);
        Assert.Equal(TransmitStatus.Down, Dispose(driver));
    }

    [Fact]
    public void WithoutALoopEachFrameIsAnnounced()
    {
        _net.IsOnLoop = false;
        using var driver = Open(VirtioNetFeature.All);
        Send(driver, 5);
        Assert.Equal((5, 5), (_net.Device.Sent.Count, Notifications));
    }

    [Fact]
    public void AnnouncingCostsNoAllocation()
    {
        using var driver = Open(VirtioNetFeature.All);
        _net.Device.Records = false;
        _net.Device.TransmitsAtOnce = false;
        PacketBuffer frame = NetFixture.Buffer(driver, NetFixture.Frame(60));
        long allocated = 0;
        int round = 0;
        Action work = () =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            driver.TryTransmit(frame);
            driver.TryTransmit(frame);
            long after = GC.GetAllocatedBytesForCurrentThread();
            if (round >= 1000)
                allocated += after - before;
            round++;
        };
        while (round < 2000)
        {
            int next = round + 1;
            _net.Loop.Post(work);
            Assert.True(_net.Loop.RunUntil(() => round == next, Instant.Zero));
            Assert.False(_net.Loop.RunUntil(static () => false, Instant.Zero));
            _net.Device.CompleteTransmit();
            Assert.Equal(round, Notifications);
        }

        Assert.Equal(0, allocated);
    }

    private int Notifications => _net.Device.Notifications.Count(queue => queue == Transmit);

    private static TransmitStatus Dispose(VirtioNetDevice driver)
    {
        PacketBuffer frame = NetFixture.Buffer(driver, NetFixture.Frame(60));
        driver.Dispose();
        return driver.TryTransmit(frame);
    }

    private static void Send(VirtioNetDevice driver, int count)
    {
        for (int i = 0; i < count; i++)
        {
            PacketBuffer frame = NetFixture.Buffer(driver, NetFixture.Frame(60, i));
            Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(frame));
            frame.Release();
        }
    }

    private VirtioNetDevice Open(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        return _net.Open();
    }
}
