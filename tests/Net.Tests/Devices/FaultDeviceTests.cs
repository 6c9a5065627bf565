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

    private FaultDevice Device(FaultOptions receive, FaultOptions transmit) => new(_inner, _platform, receive, transmit, seed: 1);
}
