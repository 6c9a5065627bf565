using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Drivers.Model;

namespace DSoftBus.Tests.Drivers.VirtioNet;

public class VirtioNetWaitTests
{
    private readonly NetFixture _net = new();

    [Theory]
    [FeatureMatrix]
    public void AWaitingDriverIsWokenByAFrame(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        Assert.True(_net.WaitEndsEarly(driver, () => _net.Device.Receive(NetFixture.Frame(60))));
        Assert.True(driver.TryReceive(out _));
        Assert.Equal(1, driver.Counters.Interrupts);
    }

    [Theory]
    [FeatureMatrix]
    public void AFrameThatIsThereAlreadyNeedsNoInterrupt(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.Receive(NetFixture.Frame(60));
        Assert.True(_net.WaitEndsEarly(driver));
        Assert.Equal(0, _net.Line.Fired);
    }

    [Theory]
    [FeatureMatrix]
    public void WithoutAFrameTheDeadlineEndsTheWait(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        Assert.False(_net.WaitEndsEarly(driver));
    }

    /// <summary>A frame that arrives between any two memory accesses of the driver's way into sleep is seen: no lost wake-up.</summary>
    [Theory]
    [FeatureMatrix]
    public void NoMomentOfFallingAsleepLosesAWakeUp(VirtioNetFeature offered)
    {
        int moments = 0;
        for (int moment = 0; ; moment++)
        {
            var net = new NetFixture();
            net.Offer(offered);
            using var driver = net.Open();
            int access = 0;
            bool delivered = false;
            net.Memory.OnDriverAccess = () =>
            {
                if (access++ == moment)
                {
                    delivered = true;
                    net.Device.Receive(NetFixture.Frame(60));
                }
            };
            bool early = net.WaitEndsEarly(driver);
            net.Memory.OnDriverAccess = null;
            if (!delivered)
                break;
            Assert.True(early, $"A frame at moment {moment} was not seen.");
            moments++;
        }

        Assert.InRange(moments, 4, 100);
    }

    [Theory]
    [FeatureMatrix]
    public void EveryOneOfManyWaitsIsWoken(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(_net.WaitEndsEarly(driver, () => _net.Device.Receive(NetFixture.Frame(60))));
            Assert.True(driver.TryReceive(out PacketBuffer? frame));
            frame.Release();
        }

        Assert.Equal(1000, _net.Line.Fired);
    }

    [Theory]
    [FeatureMatrix]
    public void ABusyDriverIsNotInterrupted(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.WaitEndsEarly(driver, () => _net.Device.Receive(NetFixture.Frame(60)));
        int fired = _net.Line.Fired;
        for (int i = 0; i < 10; i++)
            _net.Device.Receive(NetFixture.Frame(60));
        Assert.Equal(fired, _net.Line.Fired);
    }

    [Theory]
    [FeatureMatrix]
    public void SpaceAfterAFullRingEndsTheWait(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.TransmitsAtOnce = false;
        PacketBuffer frame = NetFixture.Buffer(driver, NetFixture.Frame(60));
        while (driver.TryTransmit(frame) == TransmitStatus.Queued)
        {
        }

        Assert.True(_net.WaitEndsEarly(driver, () => _net.Device.CompleteTransmit(limit: 1)));
        Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(frame));
    }

    /// <summary>netstackd waits in one activity and transmits in another: the wait must hear of space that was lacking only after it began.</summary>
    [Theory]
    [FeatureMatrix]
    public void SpaceEndsAWaitThatBeganBeforeTheRingWasFull(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.TransmitsAtOnce = false;
        PacketBuffer frame = NetFixture.Buffer(driver, NetFixture.Frame(60));
        Assert.True(_net.WaitEndsEarly(driver, () =>
        {
            while (driver.TryTransmit(frame) == TransmitStatus.Queued)
            {
            }

            _net.Device.CompleteTransmit(limit: 1);
        }));
        Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(frame));
    }

    [Theory]
    [FeatureMatrix]
    public void BuffersEndAWaitThatBeganBeforeThePoolRanLow(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.TransmitsAtOnce = false;
        int low = driver.Buffers.Capacity / 8;
        while (driver.Buffers.Available > low + 1)
            driver.Buffers.TryRent(0, out _);
        Assert.True(_net.WaitEndsEarly(driver, () =>
        {
            for (int i = 0; i < 3; i++)
            {
                PacketBuffer sent = NetFixture.Buffer(driver, NetFixture.Frame(60));
                driver.TryTransmit(sent);
                sent.Release();
            }

            _net.Device.CompleteTransmit();
        }));
        Assert.Equal(low + 1, driver.Buffers.Available);
    }

    [Theory]
    [FeatureMatrix]
    public void ABufferAfterAnEmptyPoolEndsTheWait(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _net.Device.TransmitsAtOnce = false;
        for (int i = 0; i < 8; i++)
        {
            PacketBuffer sent = NetFixture.Buffer(driver, NetFixture.Frame(60));
            driver.TryTransmit(sent);
            sent.Release();
        }

        while (driver.Buffers.TryRent(0, out _))
        {
        }

        Assert.True(_net.WaitEndsEarly(driver, () => _net.Device.CompleteTransmit()));
        Assert.Equal(8, driver.Buffers.Available);
    }

    [Theory]
    [FeatureMatrix]
    public void TransmittedFramesAloneDoNotInterrupt(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        driver.TryTransmit(NetFixture.Buffer(driver, NetFixture.Frame(60)));
        Assert.False(_net.WaitEndsEarly(driver, () => _net.Device.CompleteTransmit()));
        Assert.Equal(0, _net.Line.Fired);
    }

    [Theory]
    [FeatureMatrix]
    public void WaitingCostsNoAllocation(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        byte[] bytes = NetFixture.Frame(60);
        const int Rounds = 3000;
        long start = 0, end = 0;
        int round = 0;
        _net.Loop.Start(async () =>
        {
            for (; round < Rounds; round++)
            {
                if (round == Rounds / 2)
                    start = GC.GetAllocatedBytesForCurrentThread();
                await driver.WaitAsync(_net.Loop.Now + TimeSpan.FromMilliseconds(1));
            }

            end = GC.GetAllocatedBytesForCurrentThread();
        });
        Assert.True(_net.Loop.RunUntil(() => round == Rounds, Instant.Never));
        Assert.Equal(0, end - start);
    }

    [Theory]
    [FeatureMatrix]
    public void DisposeEndsAWaitAndRefusesTheNext(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        var driver = _net.Open();
        Assert.True(_net.WaitEndsEarly(driver, driver.Dispose));
        Assert.Throws<ObjectDisposedException>(() => driver.WaitAsync(Instant.Never).AsTask().Wait(0));
    }

    [Theory]
    [FeatureMatrix]
    public void ASecondWaiterIsADefect(VirtioNetFeature offered)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        _ = driver.WaitAsync(Instant.Never).AsTask();
        Assert.Throws<InvalidOperationException>(() => driver.WaitAsync(Instant.Never).AsTask().Wait(0));
    }
}
