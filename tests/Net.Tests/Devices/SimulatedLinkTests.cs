using DSoftBus.Net.Devices;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Devices;

public sealed class SimulatedLinkTests
{
    private static readonly MacAddress A = MacAddress.Parse("02:00:00:00:00:0a"), B = MacAddress.Parse("02:00:00:00:00:0b"), C = MacAddress.Parse("02:00:00:00:00:0c");

    private readonly VirtualPlatform _platform = new();
    private readonly HostMemoryPool _memory = new();

    [Fact]
    public void Unknown_and_group_addresses_are_flooded_and_known_ones_are_not()
    {
        var link = new SimulatedLink(new TaskLoop(_platform), new LinkOptions());
        INetDevice a = link.Attach(A, _memory), b = link.Attach(B, _memory), c = link.Attach(C, _memory);
        Send(a, B, 1);
        Assert.Equal("1", Drain(b));
        Assert.Equal("1", Drain(c));
        Send(b, A, 2);
        Assert.Equal("2", Drain(a));
        Assert.Empty(Drain(c));
        Send(c, MacAddress.Broadcast, 3);
        Assert.Equal(("3", "3"), (Drain(a), Drain(b)));
        Assert.Equal([0, 1, 2], link.Frames.Select(frame => frame.Port));
    }

    [Fact]
    public void A_link_offers_no_offloads_and_takes_no_chains()
    {
        var link = new SimulatedLink(new TaskLoop(_platform), new LinkOptions());
        var a = link.Attach(A, _memory);
        Assert.Equal((NetDeviceFeatures.None, a.Mtu), (a.Features, a.SegmentationLimit));
        Assert.True(a.Buffers.TryRent(0, out var head));
        Assert.True(a.Buffers.TryRent(0, out var text));
        head.Append(60);
        text.Append(60);
        head.Chain(text);
        Assert.Equal(TransmitStatus.TooLong, a.TryTransmit(head));
        Assert.Empty(link.Frames);
    }

    [Fact]
    public void Frames_arrive_after_the_delay_and_in_order()
    {
        var link = new SimulatedLink(new TaskLoop(_platform), new LinkOptions { Delay = TimeSpan.FromMilliseconds(5) });
        INetDevice a = link.Attach(A, _memory), b = link.Attach(B, _memory);
        Send(a, B, 1);
        Send(a, B, 2);
        Assert.Equal(new Instant(5_000_000), link.NextArrival);
        _platform.WaitUntil(new Instant(4_999_999));
        Assert.Empty(Drain(b));
        _platform.WaitUntil(new Instant(5_000_000));
        Assert.Equal("1 2", Drain(b));
    }

    [Fact]
    public void A_rate_spaces_frames_by_their_line_time()
    {
        var link = new SimulatedLink(new TaskLoop(_platform), new LinkOptions { BitsPerSecond = 1_000_000 });
        INetDevice a = link.Attach(A, _memory), b = link.Attach(B, _memory);
        Send(a, B, 1);
        Send(a, B, 2);

        // 15 bytes and 24 of preamble, check sequence and gap: 312 microseconds each.
        Assert.Equal(new Instant(312_000), link.NextArrival);
        _platform.WaitUntil(new Instant(623_999));
        Assert.Equal("1", Drain(b));
        _platform.WaitUntil(new Instant(624_000));
        Assert.Equal("2", Drain(b));
    }

    [Fact]
    public void Faults_come_about_as_often_as_asked()
    {
        var link = new SimulatedLink(new TaskLoop(_platform), new LinkOptions { Loss = 0.2, Duplicate = 0.1, Corrupt = 0.1, Seed = 7 });
        INetDevice a = link.Attach(A, _memory), b = link.Attach(B, _memory);
        int good = 0, all = 0;
        for (int i = 0; i < 5000; i++)
        {
            Send(a, B, 1, length: 100);
            while (b.TryReceive(out var frame))
            {
                all++;
                if (frame.Span[^1] == 1 && frame.Span[14..^1].IndexOfAnyExcept((byte)0) < 0 && MacAddress.From(frame.Span) == B && MacAddress.From(frame.Span[6..]) == A)
                    good++;
                frame.Release();
            }
        }

        Assert.InRange(link.Dropped, 900, 1100);
        Assert.InRange(all, 4250, 4550);
        Assert.InRange(all - good, 380, 500);
    }

    [Fact]
    public void A_reordered_frame_comes_after_its_successor()
    {
        var link = new SimulatedLink(new TaskLoop(_platform), new LinkOptions { Reorder = 1 });
        INetDevice a = link.Attach(A, _memory), b = link.Attach(B, _memory);
        Send(a, B, 1);
        link.Options = new LinkOptions();
        Send(a, B, 2);
        _platform.WaitUntil(new Instant(10_000_000));
        Assert.Equal("2 1", Drain(b));
    }

    [Fact]
    public void Full_queues_and_empty_pools_drop()
    {
        var link = new SimulatedLink(new TaskLoop(_platform), new LinkOptions { InFlightLimit = 3, BuffersPerPort = 2 });
        INetDevice a = link.Attach(A, _memory), b = link.Attach(B, _memory);
        for (byte i = 0; i < 4; i++)
            Send(a, B, i);
        Assert.Equal(1, link.Dropped);
        Assert.True(b.TryReceive(out var first) && b.TryReceive(out _));
        Assert.False(b.TryReceive(out _));
        Assert.Equal(2, link.Dropped);
        first.Release();
    }

    [Fact]
    public void A_device_refuses_long_frames_and_everything_once_unplugged()
    {
        var link = new SimulatedLink(new TaskLoop(_platform), new LinkOptions());
        INetDevice a = link.Attach(A, _memory), b = link.Attach(B, _memory);
        Assert.True(a.Buffers.TryRent(0, out var frame));
        frame.Append(1515);
        Assert.Equal(TransmitStatus.TooLong, a.TryTransmit(frame));
        frame.TrimEnd(1);
        Assert.Equal(TransmitStatus.Queued, a.TryTransmit(frame));
        a.Dispose();
        Assert.Equal(TransmitStatus.Down, a.TryTransmit(frame));
        Send(b, A, 1);
        Assert.False(a.TryReceive(out _));
        var again = link.Attach(A, _memory);
        Send(b, A, 2);
        Assert.Equal("2", Drain(again));
    }

    /// <summary>The way a task uses a device: wait, take, answer, all on the loop.</summary>
    [Fact]
    public void Waiting_resumes_on_arrival_and_at_the_deadline()
    {
        var loop = new TaskLoop(_platform);
        var link = new SimulatedLink(loop, new LinkOptions { Delay = TimeSpan.FromMilliseconds(5) });
        INetDevice a = link.Attach(A, _memory), b = link.Attach(B, _memory);
        var log = new List<string>();
        loop.Start(async () =>
        {
            await b.WaitAsync(new Instant(2_000_000));
            log.Add($"deadline {loop.Now}");
            await b.WaitAsync(Instant.Never);
            log.Add($"frame {Drain(b)} {loop.Now}");
            await b.WaitAsync(Instant.Never);
            log.Add($"frame {Drain(b)} {loop.Now}");
        });
        loop.Start(async () =>
        {
            await loop.DelayUntilAsync(new Instant(1_000_000));
            Send(a, B, 1);
            await loop.DelayUntilAsync(new Instant(10_000_000));
            Send(a, B, 2);
        });
        Assert.True(loop.RunUntil(() => log.Count == 3, new Instant(1_000_000_000)));
        Assert.Equal(["deadline 0.002000", "frame 1 0.006000", "frame 2 0.015000"], log);
    }

    internal static void Send(INetDevice device, MacAddress to, byte mark, int length = 15)
    {
        Assert.True(device.Buffers.TryRent(0, out var frame));
        var bytes = frame.Append(length);
        bytes.Clear();
        to.CopyTo(bytes);
        device.Address.CopyTo(bytes[6..]);
        bytes[^1] = mark;
        Assert.Equal(TransmitStatus.Queued, device.TryTransmit(frame));
        frame.Release();
    }

    /// <summary>The last byte of every frame that is there, with spaces between.</summary>
    internal static string Drain(INetDevice device)
    {
        var marks = new List<int>();
        while (device.TryReceive(out var frame))
        {
            marks.Add(frame.Span[^1]);
            frame.Release();
        }

        return string.Join(' ', marks);
    }
}
