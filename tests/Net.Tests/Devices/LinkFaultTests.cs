using DSoftBus.Net.Devices;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Devices;

/// <summary>Each knob of the simulated link does what it says, each direction by itself, and every frame is accounted for.</summary>
public sealed class LinkFaultTests
{
    private const int Frames = 10_000;
    private static readonly MacAddress A = MacAddress.Parse("02:00:00:00:00:0a"), B = MacAddress.Parse("02:00:00:00:00:0b");

    private readonly VirtualPlatform _platform = new();
    private readonly HostMemoryPool _memory = new();

    [Theory]
    [InlineData(0.001, 1)]
    [InlineData(0.05, 2)]
    [InlineData(0.5, 3)]
    public void Loss_is_as_often_as_asked_and_alone(double loss, ulong seed)
    {
        var pair = new Pair(this, new LinkOptions { Loss = loss, Seed = seed });
        var (lost, runs) = Losses(pair);
        AssertShare(loss, lost);

        // Independent: a loss begins a run exactly when the frame before it was not lost.
        AssertShare(loss * (1 - loss), runs);
        Assert.Equal(lost, pair.Towards(B).Lost);
    }

    [Theory]
    [InlineData(0.01, 0.25, 1, 4)]
    [InlineData(0.004, 0.05, 1, 5)]
    [InlineData(0.02, 0.1, 0.5, 6)]
    public void Bursts_are_as_frequent_and_as_long_as_asked(double begin, double end, double lossWithin, ulong seed)
    {
        var pair = new Pair(this, new LinkOptions { Burst = new BurstLoss(begin, end, lossWithin), Seed = seed });
        var (lost, runs) = Losses(pair);
        double share = begin / (begin + end) * lossWithin;
        Assert.InRange(lost, 0.7 * share * Frames, 1.3 * share * Frames);
        if (lossWithin == 1)
            Assert.InRange((double)lost / runs, 0.75 / end, 1.3 / end);
        else
            Assert.InRange((double)lost / runs, 1.5, 1 / end);
    }

    [Fact]
    public void Each_direction_has_its_own_options_and_its_own_stream()
    {
        var pair = new Pair(this, new LinkOptions { Seed = 9 });
        pair.Link.SetOptionsTowards(pair.B, new LinkOptions { Loss = 0.2, Delay = TimeSpan.FromMilliseconds(3) });
        pair.Exchange(1000);
        Assert.Equal(0, pair.Towards(A).Dropped);
        Assert.InRange(pair.Towards(B).Lost, 150, 250);

        // What happens on the way back does not depend on what happens on the way there.
        string There(bool alsoBack)
        {
            var other = new Pair(this, new LinkOptions { Loss = 0.3, Seed = 5 });
            for (int i = 0; i < 200; i++)
            {
                Pair.Send(other.A, B, (byte)i);
                if (alsoBack)
                    Pair.Send(other.B, A, 1);
            }

            return SimulatedLinkTests.Drain(other.B);
        }

        Assert.Equal(There(false), There(true));
        pair.Link.SetOptionsTowards(pair.B, null);
        long before = pair.Towards(B).Lost;
        pair.Exchange(100);
        Assert.Equal(before, pair.Towards(B).Lost);
        Assert.Throws<ArgumentException>(() => pair.Link.CountersTowards(new SimulatedLink(new TaskLoop(_platform), new LinkOptions()).Attach(A, _memory)));
    }

    [Fact]
    public void Jitter_spreads_delays_evenly_and_keeps_the_order()
    {
        var pair = new Pair(this, new LinkOptions { Delay = TimeSpan.FromMilliseconds(10), Jitter = TimeSpan.FromMilliseconds(4), Seed = 8 });
        var delays = new List<double>();
        for (int i = 0; i < 2000; i++)
        {
            // Far enough apart that nobody waits for the one before.
            Pair.Send(pair.A, B, (byte)i);
            var sent = _platform.Now;
            _platform.WaitUntil(pair.Link.NextArrival);
            Assert.Equal($"{(byte)i}", SimulatedLinkTests.Drain(pair.B));
            delays.Add((_platform.Now - sent).TotalMilliseconds);
        }

        Assert.InRange(delays.Min(), 10, 10.05);
        Assert.InRange(delays.Max(), 13.95, 14);
        Assert.InRange(delays.Average(), 11.9, 12.1);
        for (int i = 0; i < 200; i++)
            Pair.Send(pair.A, B, (byte)i);
        _platform.WaitUntil(_platform.Now + TimeSpan.FromSeconds(1));
        Assert.Equal(string.Join(' ', Enumerable.Range(0, 200)), SimulatedLinkTests.Drain(pair.B));
    }

    [Fact]
    public void Reordered_frames_are_overtaken_and_the_others_keep_their_order()
    {
        var pair = new Pair(this, new LinkOptions { Reorder = 0.1, ReorderDelay = TimeSpan.FromMilliseconds(5), Seed = 3 });
        var arrived = new List<int>();
        for (int i = 0; i < 5000; i++)
        {
            Pair.Send(pair.A, B, (byte)i);
            _platform.WaitUntil(_platform.Now + TimeSpan.FromMilliseconds(1));
            arrived.AddRange(Marks(pair.B));
        }

        _platform.WaitUntil(_platform.Now + TimeSpan.FromSeconds(1));
        arrived.AddRange(Marks(pair.B));
        Assert.Equal(5000, arrived.Count);
        Assert.InRange(pair.Towards(B).Reordered, 420, 580);

        // A mark that is lower than its predecessor (in a circle of 256) was overtaken.
        int late = arrived.Zip(arrived.Skip(1), (one, next) => (sbyte)(next - one) < 0 ? 1 : 0).Sum();
        Assert.InRange(late, 0.8 * pair.Towards(B).Reordered, pair.Towards(B).Reordered);
    }

    [Fact]
    public void Duplicates_come_right_behind_and_damage_is_one_bit()
    {
        var pair = new Pair(this, new LinkOptions { Duplicate = 0.1, Corrupt = 0.2, Seed = 11 });
        int arrived = 0, damaged = 0;
        for (int i = 0; i < 5000; i++)
        {
            Pair.Send(pair.A, B, 0, length: 60);
            int copies = 0;
            while (pair.B.TryReceive(out var frame))
            {
                int bits = frame.Span.ToArray().Zip(pair.Sent(), (left, right) => System.Numerics.BitOperations.PopCount((uint)(left ^ right))).Sum();
                Assert.InRange(bits, 0, 1);
                damaged += bits;
                copies++;
                frame.Release();
            }

            Assert.InRange(copies, 1, 2);
            arrived += copies;
        }

        var counters = pair.Towards(B);
        Assert.Equal((arrived - 5000, damaged), ((int)counters.Duplicated, (int)counters.Corrupted));
        Assert.InRange(counters.Duplicated, 430, 570);
        Assert.InRange(counters.Corrupted, 0.18 * arrived, 0.22 * arrived);
    }

    [Fact]
    public void A_full_line_passes_exactly_its_rate()
    {
        var options = new LinkOptions { BitsPerSecond = 10_000_000, QueueFrames = 20, BuffersPerPort = 64 };
        var pair = new Pair(this, options);
        var end = Instant.Zero + TimeSpan.FromSeconds(1);
        long bytes = 0;
        while (_platform.Now < end)
        {
            Pair.Send(pair.A, B, 1, length: 1226);
            _platform.WaitUntil(_platform.Now + TimeSpan.FromMicroseconds(500));
            bytes += Marks(pair.B).Count * 1226L;
        }

        // 1226 and 24 bytes are exactly one millisecond: a thousand in the second, and those that wait or were dropped are the rest.
        var counters = pair.Towards(B);
        Assert.InRange(bytes / 1226, 999, 1000);
        Assert.Equal(2000, counters.Sent);
        Assert.InRange(counters.QueueDropped, 2000 - 1000 - 22, 2000 - 1000 - 20);
        Assert.Equal(20, counters.PeakQueueFrames);
    }

    [Theory]
    [InlineData(5000, 100, 5)]
    [InlineData(999, 100, 0)]
    [InlineData(100_000, 7, 7)]
    public void The_queue_holds_as_many_bytes_and_frames_as_it_may(long queueBytes, int queueFrames, int expected)
    {
        var pair = new Pair(this, new LinkOptions { BitsPerSecond = 1_000_000, QueueBytes = queueBytes, QueueFrames = queueFrames });
        for (byte i = 0; i < 50; i++)
            Pair.Send(pair.A, B, i, length: 1000);
        var counters = pair.Towards(B);
        Assert.Equal((expected, expected * 1000), (counters.PeakQueueFrames, (int)counters.PeakQueueBytes));

        // One more is on the line already; the tail was dropped, so the oldest arrive.
        _platform.WaitUntil(_platform.Now + TimeSpan.FromSeconds(10));
        Assert.Equal(Enumerable.Range(0, expected + 1), Marks(pair.B));
        Assert.Equal(50 - expected - 1, counters.QueueDropped);

        // It drains with the line.
        Pair.Send(pair.A, B, 1, length: 1000);
        Assert.Equal(50 - expected - 1, counters.QueueDropped);
    }

    [Fact]
    public void Every_frame_is_delivered_or_counted()
    {
        var pair = new Pair(this, new LinkOptions
        {
            BitsPerSecond = 2_000_000,
            QueueBytes = 10_000,
            Delay = TimeSpan.FromMilliseconds(2),
            Jitter = TimeSpan.FromMilliseconds(2),
            Loss = 0.05,
            Burst = new BurstLoss(0.01, 0.3),
            Duplicate = 0.05,
            Reorder = 0.05,
            Corrupt = 0.05,
            BuffersPerPort = 4,
            Seed = 12,
        });
        var held = new Queue<PacketBuffer>();
        int taken = 0;
        for (int i = 0; i < 10_000; i++)
        {
            Pair.Send(pair.A, B, 1, length: 60 + (i * 7 % 1400));
            _platform.WaitUntil(_platform.Now + TimeSpan.FromMilliseconds(i % 7));
            while (pair.B.TryReceive(out var frame))
            {
                taken++;
                held.Enqueue(frame);
            }

            while (held.Count > i % 5)
                held.Dequeue().Release();
        }

        var counters = pair.Towards(B);
        long underway = counters.Sent - counters.Delivered - counters.Dropped;
        Assert.InRange(underway, 0, 20);
        Assert.Equal(taken, counters.Delivered);
        Assert.All([counters.QueueDropped, counters.Lost, counters.NoBuffer, counters.Duplicated, counters.Reordered, counters.Corrupted], count => Assert.True(count > 0));
        Assert.Equal(counters.Dropped + pair.Towards(A).Dropped, pair.Link.Dropped);
    }

    [Fact]
    public void A_busy_line_allocates_nothing()
    {
        var pair = new Pair(this, new LinkOptions { BitsPerSecond = 10_000_000, QueueFrames = 30, Delay = TimeSpan.FromMilliseconds(5), Jitter = TimeSpan.FromMilliseconds(1), Loss = 0.01, Burst = new BurstLoss(0.01, 0.3), Duplicate = 0.01, Reorder = 0.01, Corrupt = 0.01 });
        Run(30_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                pair.A.Buffers.TryRent(0, out var sent);
                sent!.Append(1000).Clear();
                B.CopyTo(sent.Span);
                pair.A.TryTransmit(sent);
                sent.Release();
                _platform.WaitUntil(_platform.Now + TimeSpan.FromMicroseconds(700));
                while (pair.B.TryReceive(out var frame))
                    frame.Release();
            }
        }
    }

    [Fact]
    public void Invented_addresses_fill_no_table()
    {
        var pair = new Pair(this, new LinkOptions());
        for (int i = 0; i < 3000; i++)
        {
            Assert.True(pair.A.Buffers.TryRent(0, out var frame));
            var bytes = frame.Append(60);
            bytes.Clear();
            A.CopyTo(bytes);
            MacAddress.From([2, 1, 0, 0, (byte)(i >> 8), (byte)i]).CopyTo(bytes[6..]);
            pair.B.TryTransmit(frame);
            frame.Release();
            Marks(pair.A);
        }

        // The port of an address that was learned before stays known, and one that is not is still reached.
        Pair.Send(pair.A, B, 7);
        Assert.Equal([7], Marks(pair.B));
    }

    private static void AssertShare(double expected, int count)
    {
        // Four standard deviations of a fair draw; the seeds are fixed, so this passes always or never.
        double deviation = 4 * Math.Sqrt(expected * (1 - expected) * Frames);
        Assert.InRange(count, (expected * Frames) - deviation, (expected * Frames) + deviation);
    }

    private static List<int> Marks(INetDevice device)
    {
        var marks = new List<int>();
        while (device.TryReceive(out var frame))
        {
            marks.Add(frame.Span[^1]);
            frame.Release();
        }

        return marks;
    }

    /// <summary>How many of the frames were lost, and in how many runs.</summary>
    private static (int Lost, int Runs) Losses(Pair pair)
    {
        int lost = 0, runs = 0;
        bool before = false;
        for (int i = 0; i < Frames; i++)
        {
            Pair.Send(pair.A, B, 1);
            bool now = Marks(pair.B).Count == 0;
            lost += now ? 1 : 0;
            runs += now && !before ? 1 : 0;
            before = now;
        }

        return (lost, runs);
    }

    private sealed class Pair
    {
        private byte[] _sent = [];

        public Pair(LinkFaultTests test, LinkOptions options)
        {
            Link = new SimulatedLink(new TaskLoop(test._platform), options) { IsRecording = false };
            A = Link.Attach(LinkFaultTests.A, test._memory);
            B = Link.Attach(LinkFaultTests.B, test._memory);
        }

        public SimulatedLink Link { get; }

        public INetDevice A { get; }

        public INetDevice B { get; }

        public LinkCounters Towards(MacAddress address) => Link.CountersTowards(address == A.Address ? A : B);

        public static void Send(INetDevice from, MacAddress to, byte mark, int length = 15) => SimulatedLinkTests.Send(from, to, mark, length);

        /// <summary>What a frame of 60 bytes with mark 0 from A to B looks like.</summary>
        public byte[] Sent()
        {
            if (_sent.Length > 0)
                return _sent;
            _sent = new byte[60];
            B.Address.CopyTo(_sent);
            A.Address.CopyTo(_sent.AsSpan(6));
            return _sent;
        }

        public void Exchange(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Send(A, B.Address, 1);
                Send(B, A.Address, 2);
                Marks(A);
                Marks(B);
            }
        }
    }
}
