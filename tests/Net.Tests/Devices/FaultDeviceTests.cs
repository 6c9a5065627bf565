using DSoftBus.Net.Devices;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Devices;

public sealed class FaultDeviceTests
{
    private static readonly MacAddress A = MacAddress.Parse("02:00:00:00:00:0a"), B = MacAddress.Parse("02:00:00:00:00:0b");
    private static readonly FaultOptions None = new();

    private readonly VirtualPlatform _platform = new();
    private readonly INetDevice _inner, _peer;

    public FaultDeviceTests()
    {
        var link = new SimulatedLink(new TaskLoop(_platform), new LinkOptions());
        _inner = link.Attach(A, new HostMemoryPool());
        _peer = link.Attach(B, new HostMemoryPool());
    }

    [Fact]
    public void Without_faults_everything_passes()
    {
        var device = Device(None, None);
        SimulatedLinkTests.Send(device, B, 1);
        SimulatedLinkTests.Send(_peer, A, 2);
        Assert.Equal(("1", "2"), (SimulatedLinkTests.Drain(_peer), SimulatedLinkTests.Drain(device)));
    }

    [Fact]
    public void Loss_takes_frames_of_its_direction()
    {
        var device = Device(None, None with { Loss = 1 });
        SimulatedLinkTests.Send(device, B, 1);
        SimulatedLinkTests.Send(_peer, A, 2);
        Assert.Empty(SimulatedLinkTests.Drain(_peer));
        Assert.Equal("2", SimulatedLinkTests.Drain(device));
        device.Receive = None with { Loss = 1 };
        SimulatedLinkTests.Send(_peer, A, 3);
        Assert.Empty(SimulatedLinkTests.Drain(device));
        Assert.Equal(2, device.Lost);
    }

    [Fact]
    public void Duplicates_come_twice()
    {
        var device = Device(None with { Duplicate = 1 }, None with { Duplicate = 1 });
        SimulatedLinkTests.Send(device, B, 1);
        SimulatedLinkTests.Send(_peer, A, 2);
        Assert.Equal(("1 1", "2 2"), (SimulatedLinkTests.Drain(_peer), SimulatedLinkTests.Drain(device)));
    }

    [Fact]
    public void Corruption_flips_one_bit_and_leaves_the_senders_buffer_alone()
    {
        var device = Device(None, None with { Corrupt = 1 });
        Assert.True(device.Buffers.TryRent(0, out var frame));
        frame.Append(60).Clear();
        B.CopyTo(frame.Span);
        byte[] sent = frame.Span.ToArray();
        Assert.Equal(TransmitStatus.Queued, device.TryTransmit(frame));
        Assert.Equal(sent, frame.Span.ToArray());
        Assert.True(_peer.TryReceive(out var received));
        Assert.Equal(1, received.Span.ToArray().Zip(sent, (left, right) => System.Numerics.BitOperations.PopCount((uint)(left ^ right))).Sum());
    }

    [Fact]
    public void A_reordered_frame_follows_the_next_one()
    {
        var device = Device(None with { Reorder = 1 }, None with { Reorder = 1 });
        SimulatedLinkTests.Send(device, B, 1);
        SimulatedLinkTests.Send(device, B, 2);
        Assert.Equal("2 1", SimulatedLinkTests.Drain(_peer));
        SimulatedLinkTests.Send(_peer, A, 3);
        SimulatedLinkTests.Send(_peer, A, 4);
        Assert.Equal("4 3", SimulatedLinkTests.Drain(device));
    }

    [Fact]
    public void A_held_frame_comes_after_its_time_when_nothing_follows()
    {
        var device = Device(None with { Reorder = 1 }, None with { Reorder = 1 });
        SimulatedLinkTests.Send(_peer, A, 1);
        SimulatedLinkTests.Send(device, B, 2);
        Assert.Equal(("", ""), (SimulatedLinkTests.Drain(device), SimulatedLinkTests.Drain(_peer)));
        _platform.WaitUntil(new Instant(10_000_000));
        Assert.Equal("1", SimulatedLinkTests.Drain(device));
        Assert.Equal("2", SimulatedLinkTests.Drain(_peer));
    }

    [Fact]
    public void Delay_and_jitter_hold_frames_in_order_both_ways()
    {
        var slow = None with { Delay = TimeSpan.FromMilliseconds(10), Jitter = TimeSpan.FromMilliseconds(5) };
        var device = Device(slow, slow);
        for (byte i = 1; i <= 5; i++)
        {
            SimulatedLinkTests.Send(device, B, i);
            SimulatedLinkTests.Send(_peer, A, i);
        }

        Assert.Equal(("", ""), (SimulatedLinkTests.Drain(device), SimulatedLinkTests.Drain(_peer)));
        _platform.WaitUntil(new Instant(9_999_999));
        Assert.Equal(("", ""), (SimulatedLinkTests.Drain(device), SimulatedLinkTests.Drain(_peer)));
        _platform.WaitUntil(new Instant(15_000_000));
        Assert.Equal("1 2 3 4 5", SimulatedLinkTests.Drain(device));
        Assert.Equal("1 2 3 4 5", SimulatedLinkTests.Drain(_peer));
        Assert.Equal(_inner.Buffers.Capacity, _inner.Buffers.Available);
    }

    [Fact]
    public void Frames_under_way_are_bounded_and_come_back_when_the_device_goes()
    {
        var device = Device(None, None with { Delay = TimeSpan.FromSeconds(1), DelayLimit = 3 });
        for (byte i = 1; i <= 5; i++)
            SimulatedLinkTests.Send(device, B, i);
        Assert.Equal(2, device.Lost);
        Assert.Equal(_inner.Buffers.Capacity - 3, _inner.Buffers.Available);
        device.Dispose();
        Assert.Equal(_inner.Buffers.Capacity, _inner.Buffers.Available);
    }

    [Fact]
    public void A_burst_takes_neighbours()
    {
        var device = Device(None, None with { Burst = new BurstLoss(0.02, 0.25) });
        string lost = "";
        for (int i = 0; i < 5000; i++)
        {
            SimulatedLinkTests.Send(device, B, 1);
            lost += SimulatedLinkTests.Drain(_peer).Length == 0 ? "x" : " ";
        }

        int runs = lost.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        Assert.InRange(device.Lost, 5000 * 0.02 / 0.27 * 0.7, 5000 * 0.02 / 0.27 * 1.3);
        Assert.InRange((double)device.Lost / runs, 3, 5);
    }

    [Fact]
    public void A_device_that_is_full_gets_the_frame_later()
    {
        var full = new FullDevice(_inner);
        var device = new FaultDevice(full, _platform, None, None with { Reorder = 1 }, seed: 1);
        SimulatedLinkTests.Send(device, B, 1);
        full.IsFull = true;
        SimulatedLinkTests.Send(device, B, 2);
        Assert.True(device.Buffers.TryRent(0, out var third));
        third.Append(60).Clear();
        Assert.Equal(TransmitStatus.Full, device.TryTransmit(third));
        full.IsFull = false;
        device.TryReceive(out _);
        Assert.Equal("2 1", SimulatedLinkTests.Drain(_peer));
        third.Release();
        Assert.Equal(_inner.Buffers.Capacity, _inner.Buffers.Available);
    }

    [Fact]
    public void A_chain_is_doubled_and_damaged_as_one_packet_that_needs_its_checksum_again()
    {
        var full = new FullDevice(_inner);
        var device = new FaultDevice(full, _platform, None with { Duplicate = 1, Corrupt = 1 }, None, seed: 3);
        Assert.Equal(NetDeviceFeatures.ReceiveChecksum | NetDeviceFeatures.ReceiveCoalescing, device.Features);
        Assert.True(_inner.Buffers.TryRent(0, out var first) && _inner.Buffers.TryRent(0, out _));
        Assert.True(_inner.Buffers.TryRent(0, out var rest));
        first.Append(60).Clear();
        rest.Append(1000).Clear();
        first.Chain(rest);
        first.Offload = new PacketOffload { ChecksumVerified = true, SegmentSize = 500 };
        full.Next = first;
        for (int copies = 0; copies < 2; copies++)
        {
            Assert.True(device.TryReceive(out var frame));
            Assert.Equal((1060, 500, false), (frame.TotalLength, frame.Offload.SegmentSize, frame.Offload.ChecksumVerified));
            Assert.Equal(1, Bits(frame) + Bits(frame.Next!));
            frame.Release();
        }

        Assert.False(device.TryReceive(out _));
        Assert.Equal(_inner.Buffers.Capacity - 1, _inner.Buffers.Available);

        static int Bits(PacketBuffer part) => part.Span.ToArray().Sum(value => System.Numerics.BitOperations.PopCount(value));
    }

    private FaultDevice Device(FaultOptions receive, FaultOptions transmit) => new(_inner, _platform, receive, transmit, seed: 1);

    /// <summary>A device that offloads, refuses on request, and receives what a test gives it.</summary>
    private sealed class FullDevice(INetDevice inner) : INetDevice
    {
        public bool IsFull { get; set; }

        public PacketBuffer? Next { get; set; }

        public MacAddress Address => inner.Address;

        public int Mtu => inner.Mtu;

        public NetDeviceFeatures Features => (NetDeviceFeatures)15;

        public PacketPool Buffers => inner.Buffers;

        public bool TryReceive([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PacketBuffer? frame)
        {
            frame = Next;
            Next = null;
            return frame is not null;
        }

        public TransmitStatus TryTransmit(PacketBuffer frame) => IsFull ? TransmitStatus.Full : inner.TryTransmit(frame);

        public ValueTask WaitAsync(Instant deadline) => inner.WaitAsync(deadline);

        public void Dispose() => inner.Dispose();
    }
}
