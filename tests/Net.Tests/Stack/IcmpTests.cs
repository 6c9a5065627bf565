using DSoftBus.Net.Icmp;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>RFC 792, RFC 1122 section 3.2.2.</summary>
public sealed class IcmpTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly StackSimulation _simulation = new(new() { Delay = TimeSpan.FromMilliseconds(2) });

    [Theory]
    [InlineData(10, 11)]
    [InlineData(11, 10)]
    public void Ping_is_answered_both_ways(byte from, byte to)
    {
        var stacks = new Dictionary<byte, NetStack> { [10] = _simulation.Add(10), [11] = _simulation.Add(11) };
        _simulation.RunFor(Second); // The announcements are over.
        var icmp = stacks[from].Icmp;
        Assert.Equal(SendStatus.Sent, icmp.TryPing(StackSimulation.Address(to), 0x4e58, 1, 16, _simulation.Now + Second, _simulation.Now, out uint id));
        Assert.Equal(EchoState.Pending, icmp.Check(id).State);
        _simulation.RunFor(Second / 2);

        // ARP and echo, two ways each, 2 ms per way.
        Assert.Equal(new EchoResult(EchoState.Replied, TimeSpan.FromMilliseconds(8)), icmp.Check(id));
        Assert.Equal(EchoState.Unknown, icmp.Check(id).State);
        Assert.Equal(1UL, stacks[to].Counters[NetCounter.IcmpEchoRepliesSent]);
    }

    [Fact]
    public void Ping_of_the_own_address_is_answered_without_the_link()
    {
        var stack = _simulation.Add(10);
        int frames = _simulation.Link.Frames.Count;
        stack.Icmp.TryPing(StackSimulation.Address(10), 1, 1, 16, _simulation.Now + Second, _simulation.Now, out uint id);
        Assert.True(_simulation.RunUntil(() => stack.Icmp.Check(id).State == EchoState.Replied, Second));
        Assert.Equal(frames, _simulation.Link.Frames.Count);
    }

    [Fact]
    public void A_reply_must_have_the_identifier_the_sequence_and_the_sender_of_the_request()
    {
        var stack = _simulation.Add(10);
        var host = _simulation.AddHost(99);
        stack.Icmp.TryPing(host.Address, 7, 1, 16, _simulation.Now + Second, _simulation.Now, out uint id);
        Echo(host, StackSimulation.Hardware(10), true, 8, 1);
        Echo(host, StackSimulation.Hardware(10), true, 7, 2);
        Echo(host, StackSimulation.Hardware(10), true, 7, 1, source: StackSimulation.Address(98));
        _simulation.RunFor(TimeSpan.FromMilliseconds(10));
        Assert.Equal(3UL, stack.Counters[NetCounter.IcmpEchoUnmatched]);
        Assert.Equal(EchoState.Pending, stack.Icmp.Check(id).State);
        Echo(host, StackSimulation.Hardware(10), true, 7, 1);
        _simulation.RunFor(TimeSpan.FromMilliseconds(10));
        Assert.Equal(EchoState.Replied, stack.Icmp.Check(id).State);
    }

    [Fact]
    public void A_ping_without_answer_times_out_at_its_deadline()
    {
        var stack = _simulation.Add(10);
        var host = _simulation.AddHost(99);
        stack.Icmp.TryPing(host.Address, 7, 1, 16, _simulation.Now + Second, _simulation.Now, out uint id);
        _simulation.RunFor(TimeSpan.FromMilliseconds(999));
        Assert.Equal(EchoState.Pending, stack.Icmp.Check(id).State);
        _simulation.RunFor(TimeSpan.FromMilliseconds(1));
        Assert.Equal(EchoState.TimedOut, stack.Icmp.Check(id).State);
    }

    [Fact]
    public void A_ping_of_an_absent_neighbour_is_unreachable()
    {
        var stack = _simulation.Add(10);
        stack.Icmp.TryPing(StackSimulation.Address(55), 7, 1, 16, _simulation.Now + TimeSpan.FromSeconds(9), _simulation.Now, out uint id);
        _simulation.RunFor(TimeSpan.FromSeconds(4));
        Assert.Equal(EchoState.Unreachable, stack.Icmp.Check(id).State);
    }

    [Fact]
    public void Pending_pings_are_bounded()
    {
        var stack = _simulation.Add(10, new NetStackOptions { EchoCapacity = 2 });
        var target = StackSimulation.Address(55);
        var deadline = _simulation.Now + Second;
        Assert.Equal(SendStatus.Sent, stack.Icmp.TryPing(target, 1, 1, 16, deadline, _simulation.Now, out uint first));
        Assert.Equal(SendStatus.Sent, stack.Icmp.TryPing(target, 1, 2, 16, deadline, _simulation.Now, out _));
        Assert.Equal(SendStatus.QueueFull, stack.Icmp.TryPing(target, 1, 3, 16, deadline, _simulation.Now, out uint none));
        Assert.Equal(0u, none);
        stack.Icmp.Cancel(first);
        Assert.Equal(SendStatus.Sent, stack.Icmp.TryPing(target, 1, 3, 16, deadline, _simulation.Now, out _));
        Assert.Equal(SendStatus.TooLong, _simulation.Add(12).Icmp.TryPing(target, 1, 3, 1473, deadline, _simulation.Now, out _));
    }

    [Fact]
    public void Echo_requests_to_broadcast_and_groups_are_not_answered()
    {
        var stack = _simulation.Add(10);
        var host = _simulation.AddHost(99);
        Echo(host, MacAddress.Broadcast, false, 1, 1, Ipv4Address.LimitedBroadcast);
        Echo(host, MacAddress.Broadcast, false, 1, 1, StackSimulation.Address(255));
        Echo(host, Ipv4Address.AllSystems.GroupHardware(), false, 1, 1, Ipv4Address.AllSystems);
        _simulation.RunFor(Second);
        Assert.Equal(3UL, stack.Counters[NetCounter.IcmpBroadcastIgnored]);
        Assert.Empty(host.Payloads(IpProtocol.Icmp));
    }

    [Fact]
    public void A_closed_port_is_reported_with_the_datagram_that_asked()
    {
        _simulation.Add(10);
        var host = _simulation.AddHost(99);
        host.SendUdp(StackSimulation.Hardware(10), StackSimulation.Address(10), 5000, 6000, [1, 2, 3, 4]);
        _simulation.RunFor(Second);
        byte[] message = Assert.Single(host.Payloads(IpProtocol.Icmp));
        IcmpView.TryParse(message, out var view);
        Assert.Equal((IcmpType.DestinationUnreachable, (byte)IcmpUnreachableCode.Port, true), (view.Type, view.Code, view.IsChecksumValid));
        Assert.Equal(WireError.None, Ipv4View.TryParse(view.Payload, out var quoted));
        Assert.Equal((host.Address, true, 12), (quoted.Source, quoted.IsChecksumValid, quoted.Payload.Length));
    }

    [Fact]
    public void An_unknown_protocol_is_reported()
    {
        var stack = _simulation.Add(10);
        var host = _simulation.AddHost(99);
        host.SendIpv4(StackSimulation.Hardware(10), new Ipv4Repr(host.Address, StackSimulation.Address(10), (IpProtocol)99, 8), new byte[8]);
        _simulation.RunFor(Second);
        Assert.Equal(1UL, stack.Counters[NetCounter.Ipv4UnknownProtocol]);
        Assert.Equal((byte)IcmpUnreachableCode.Protocol, Assert.Single(host.Payloads(IpProtocol.Icmp))[1]);
    }

    [Fact]
    public void Errors_are_limited_to_a_burst_and_a_rate()
    {
        var stack = _simulation.Add(10, new NetStackOptions { IcmpErrorBurst = 3, IcmpErrorsPerSecond = 2 });
        var host = _simulation.AddHost(99);
        for (int i = 0; i < 10; i++)
            host.SendUdp(StackSimulation.Hardware(10), StackSimulation.Address(10), 5000, 6000, [1]);
        _simulation.RunFor(TimeSpan.FromMilliseconds(400));
        Assert.Equal((3UL, 7UL), (stack.Counters[NetCounter.IcmpErrorsSent], stack.Counters[NetCounter.IcmpErrorsLimited]));
        _simulation.RunFor(TimeSpan.FromMilliseconds(200));
        for (int i = 0; i < 10; i++)
            host.SendUdp(StackSimulation.Hardware(10), StackSimulation.Address(10), 5000, 6000, [1]);
        _simulation.RunFor(Second);
        Assert.Equal(4UL, stack.Counters[NetCounter.IcmpErrorsSent]);
    }

    [Fact]
    public void An_error_is_never_answered_with_an_error_and_reaches_the_ping_it_is_about()
    {
        var stack = _simulation.Add(10, gateway: StackSimulation.Address(99));
        var host = _simulation.AddHost(99);
        var far = new Ipv4Address(192, 0, 2, 1);
        stack.Icmp.TryPing(far, 7, 1, 16, _simulation.Now + Second, _simulation.Now, out uint id);
        _simulation.RunFor(TimeSpan.FromMilliseconds(20));
        byte[] sent = host.Received[^1][EthernetRepr.Length..];
        byte[] message = new byte[IcmpView.HeaderLength + 28];
        sent.AsSpan(0, 28).CopyTo(message.AsSpan(IcmpView.HeaderLength));
        new IcmpErrorRepr(IcmpType.DestinationUnreachable, (byte)IcmpUnreachableCode.Host, 0, 28).Emit(message);
        host.SendIpv4(StackSimulation.Hardware(10), new Ipv4Repr(host.Address, StackSimulation.Address(10), IpProtocol.Icmp, message.Length), message);
        _simulation.RunFor(TimeSpan.FromMilliseconds(20));
        Assert.Equal(EchoState.Unreachable, stack.Icmp.Check(id).State);
        Assert.Equal(1UL, stack.Counters[NetCounter.IcmpErrorsReceived]);
        Assert.Equal(0UL, stack.Counters[NetCounter.IcmpErrorsSent]);
    }

    [Fact]
    public void Refusals_are_counted()
    {
        var stack = _simulation.Add(10);
        var host = _simulation.AddHost(99);
        var header = new Ipv4Repr(host.Address, StackSimulation.Address(10), IpProtocol.Icmp, 8);
        host.SendIpv4(StackSimulation.Hardware(10), header, [8, 0, 0, 0, 0, 1, 0, 1]);
        host.SendIpv4(StackSimulation.Hardware(10), header with { PayloadLength = 4 }, [8, 0, 0, 0]);
        byte[] timestamp = [13, 0, 0xf2, 0xff, 0, 0, 0, 0];
        host.SendIpv4(StackSimulation.Hardware(10), header, timestamp);
        byte[] empty = new byte[8];
        new IcmpErrorRepr(IcmpType.DestinationUnreachable, 3, 0, 0).Emit(empty);
        host.SendIpv4(StackSimulation.Hardware(10), header, empty);
        _simulation.RunFor(Second);
        Assert.Equal(1UL, stack.Counters[NetCounter.IcmpBadChecksum]);
        Assert.Equal(2UL, stack.Counters[NetCounter.IcmpMalformed]);
        Assert.Equal(1UL, stack.Counters[NetCounter.IcmpUnknownType]);
    }

    private static void Echo(ScriptedHost host, MacAddress to, bool reply, ushort identifier, ushort sequence, Ipv4Address? destination = null, Ipv4Address? source = null)
    {
        var repr = new IcmpEchoRepr(reply, identifier, sequence, 16);
        byte[] message = new byte[repr.Length];
        repr.Emit(message);
        host.SendIpv4(to, new Ipv4Repr(source ?? host.Address, destination ?? StackSimulation.Address(10), IpProtocol.Icmp, message.Length), message);
    }
}
