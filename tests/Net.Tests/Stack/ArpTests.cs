using DSoftBus.Net.Arp;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>RFC 826, RFC 1122 section 2.3.2, RFC 5227 section 2.3.</summary>
public sealed class ArpTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // Nothing but what a test asks for: the probes for the own address have tests of their own.
    private static readonly NetStackOptions Quiet = new() { Conflict = new ConflictOptions { Probes = 0 } };

    private readonly StackSimulation _simulation = new();

    [Fact]
    public void A_configured_address_is_announced()
    {
        var host = _simulation.AddHost(99);
        _simulation.Add(10, Quiet);
        _simulation.RunFor(Second);
        var view = Single(host.Received[0]);
        Assert.Equal(new ArpRepr(ArpOperation.Request, StackSimulation.Hardware(10), StackSimulation.Address(10), default, StackSimulation.Address(10)), view);
    }

    [Fact]
    public void A_request_for_the_own_address_is_answered_and_teaches_the_asker()
    {
        var host = _simulation.AddHost(99);
        var stack = _simulation.Add(10, Quiet);
        host.SendArp(new ArpRepr(ArpOperation.Request, host.Hardware, host.Address, default, StackSimulation.Address(10)), MacAddress.Broadcast);
        _simulation.RunFor(Second);
        var reply = Single(host.Received[^1]);
        Assert.Equal(new ArpRepr(ArpOperation.Reply, StackSimulation.Hardware(10), StackSimulation.Address(10), host.Hardware, host.Address), reply);

        // Known now: a datagram leaves without a request.
        Socket(stack).SendTo(new UdpEndpoint(host.Address, 9), [1], _simulation.Now);
        Assert.Equal(0UL, stack.Counters[NetCounter.ArpRequestsSent]);
        Assert.Equal(1UL, stack.Counters[NetCounter.ArpRepliesSent]);
    }

    [Fact]
    public void A_probe_is_answered_but_teaches_nothing()
    {
        var host = _simulation.AddHost(99);
        var stack = _simulation.Add(10, Quiet);
        host.SendArp(new ArpRepr(ArpOperation.Request, host.Hardware, Ipv4Address.Any, default, StackSimulation.Address(10)), MacAddress.Broadcast);
        _simulation.RunFor(Second);
        Assert.Equal(1UL, stack.Counters[NetCounter.ArpRepliesSent]);
        Socket(stack).SendTo(new UdpEndpoint(host.Address, 9), [1], _simulation.Now);
        Assert.Equal(1UL, stack.Counters[NetCounter.ArpRequestsSent]);
    }

    [Fact]
    public void A_packet_waits_for_its_neighbour_and_a_newer_one_replaces_it()
    {
        var host = _simulation.AddHost(99);
        var stack = _simulation.Add(10, Quiet);
        var socket = Socket(stack);
        int available = AvailableBuffers(stack);
        socket.SendTo(new UdpEndpoint(host.Address, 9), [1], _simulation.Now);
        socket.SendTo(new UdpEndpoint(host.Address, 9), [2], _simulation.Now);
        Assert.Equal(available - 1, AvailableBuffers(stack));
        Assert.Equal(1UL, stack.Counters[NetCounter.ArpRequestsSent]);
        _simulation.RunFor(Second);
        var payload = Assert.Single(host.Payloads(IpProtocol.Udp));
        Assert.Equal(2, payload[^1]);
        Assert.Equal(1UL, stack.Counters[NetCounter.ArpQueueReplaced]);
    }

    [Fact]
    public void An_absent_neighbour_is_asked_three_times_a_second_apart_and_its_packet_dropped()
    {
        var host = _simulation.AddHost(99);
        host.AnswersArp = false;
        var stack = _simulation.Add(10, Quiet);
        int available = AvailableBuffers(stack);
        Socket(stack).SendTo(new UdpEndpoint(host.Address, 9), [1], _simulation.Now);
        Assert.Equal(available - 1, AvailableBuffers(stack));
        _simulation.RunFor(TimeSpan.FromSeconds(10));
        var requests = _simulation.Link.Frames.Where(frame => frame.Bytes[13] == 6).Skip(1).Select(frame => frame.Time.Nanoseconds / 1_000_000).ToArray();
        Assert.Equal([0L, 1000, 2000], requests);
        Assert.Equal(1UL, stack.Counters[NetCounter.ArpUnresolved]);
        Assert.Equal(1UL, stack.Counters[NetCounter.UdpErrorsReceived]);
        Assert.Equal(available, AvailableBuffers(stack));
    }

    [Fact]
    public void A_used_neighbour_is_asked_again_by_unicast_and_stays_usable_meanwhile()
    {
        var host = _simulation.AddHost(99);
        var stack = _simulation.Add(10, Quiet);
        var socket = Socket(stack);
        socket.SendTo(new UdpEndpoint(host.Address, 9), [1], _simulation.Now);
        _simulation.RunFor(TimeSpan.FromSeconds(30));
        socket.SendTo(new UdpEndpoint(host.Address, 9), [2], _simulation.Now);
        _simulation.RunFor(TimeSpan.FromSeconds(31));
        Assert.Equal(2UL, stack.Counters[NetCounter.ArpRequestsSent]);
        EthernetView.TryParse(host.Received[^1], out var view);
        Assert.Equal((EtherType.Arp, host.Hardware), (view.Type, view.Destination));
    }

    [Fact]
    public void An_unused_neighbour_is_forgotten()
    {
        var host = _simulation.AddHost(99);
        var stack = _simulation.Add(10, Quiet);
        var socket = Socket(stack);
        socket.SendTo(new UdpEndpoint(host.Address, 9), [1], _simulation.Now);
        _simulation.RunFor(TimeSpan.FromSeconds(200));
        Assert.Equal(1UL, stack.Counters[NetCounter.ArpRequestsSent]);
        socket.SendTo(new UdpEndpoint(host.Address, 9), [2], _simulation.Now);
        Assert.Equal(2UL, stack.Counters[NetCounter.ArpRequestsSent]);
    }

    [Fact]
    public void A_refreshed_neighbour_that_is_gone_is_dropped_after_three_requests()
    {
        var host = _simulation.AddHost(99);
        var stack = _simulation.Add(10, Quiet);
        var socket = Socket(stack);
        socket.SendTo(new UdpEndpoint(host.Address, 9), [1], _simulation.Now);
        _simulation.RunFor(TimeSpan.FromSeconds(30));
        socket.SendTo(new UdpEndpoint(host.Address, 9), [2], _simulation.Now);
        host.AnswersArp = false;
        _simulation.RunFor(TimeSpan.FromSeconds(60));
        Assert.Equal(4UL, stack.Counters[NetCounter.ArpRequestsSent]);
        Assert.Equal(1UL, stack.Counters[NetCounter.ArpUnresolved]);
    }

    [Fact]
    public void The_cache_is_bounded_and_gives_up_the_entry_unused_for_longest()
    {
        var host = _simulation.AddHost(99);
        var stack = _simulation.Add(10, new NetStackOptions { NeighborCapacity = 2 });
        var socket = Socket(stack);
        foreach (byte last in new byte[] { 1, 2, 3 })
        {
            _simulation.RunFor(TimeSpan.FromMilliseconds(10));
            host.SendArp(new ArpRepr(ArpOperation.Request, StackSimulation.Hardware(last), StackSimulation.Address(last), default, StackSimulation.Address(10)), MacAddress.Broadcast);
        }

        _simulation.RunFor(TimeSpan.FromMilliseconds(10));
        Assert.Equal(1UL, stack.Counters[NetCounter.ArpEvicted]);
        socket.SendTo(new UdpEndpoint(StackSimulation.Address(3), 9), [1], _simulation.Now);
        socket.SendTo(new UdpEndpoint(StackSimulation.Address(2), 9), [1], _simulation.Now);
        Assert.Equal(0UL, stack.Counters[NetCounter.ArpRequestsSent]);
        socket.SendTo(new UdpEndpoint(StackSimulation.Address(1), 9), [1], _simulation.Now);
        Assert.Equal(1UL, stack.Counters[NetCounter.ArpRequestsSent]);
    }

    [Fact]
    public void Refusals_are_counted()
    {
        var host = _simulation.AddHost(99);
        var stack = _simulation.Add(10, Quiet);
        var own = StackSimulation.Address(10);

        // Somebody else's address, a conflict, a group as hardware address, a sender off the link, garbage.
        host.SendArp(new ArpRepr(ArpOperation.Request, host.Hardware, host.Address, default, StackSimulation.Address(77)), MacAddress.Broadcast);
        host.SendArp(new ArpRepr(ArpOperation.Request, host.Hardware, own, default, own), MacAddress.Broadcast);
        host.SendArp(new ArpRepr(ArpOperation.Request, MacAddress.Broadcast, host.Address, default, own), MacAddress.Broadcast);
        host.Send([.. new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1, 8, 6 }, .. new byte[28]]);
        _simulation.RunFor(TimeSpan.FromMilliseconds(10));
        Assert.Equal(2UL, stack.Counters[NetCounter.ArpIgnored]);
        Assert.Equal(1UL, stack.Counters[NetCounter.ArpConflict]);
        Assert.Equal(1UL, stack.Counters[NetCounter.ArpMalformed]);
        Assert.Equal(0UL, stack.Counters[NetCounter.ArpRepliesSent]);

        host.SendArp(new ArpRepr(ArpOperation.Reply, host.Hardware, new Ipv4Address(192, 0, 2, 1), StackSimulation.Hardware(10), own), StackSimulation.Hardware(10));
        _simulation.RunFor(TimeSpan.FromMilliseconds(10));
        Assert.Equal(SendStatus.NoRoute, Socket(stack).SendTo(new UdpEndpoint(new Ipv4Address(192, 0, 2, 1), 9), [1], _simulation.Now));
    }

    private static UdpSocket Socket(NetStack stack)
    {
        Assert.Equal(UdpBindStatus.Bound, stack.Udp.TryBind(Ipv4Address.Any, 0, share: false, out var socket));
        return socket!;
    }

    private static int AvailableBuffers(NetStack stack)
    {
        var taken = new List<PacketBuffer>();
        while (stack.TryRent(out var buffer))
            taken.Add(buffer);
        taken.ForEach(buffer => buffer.Release());
        return taken.Count;
    }

    private static ArpRepr Single(byte[] frame)
    {
        Assert.Equal(WireError.None, EthernetView.TryParse(frame, out var ethernet));
        Assert.Equal(EtherType.Arp, ethernet.Type);
        Assert.Equal(WireError.None, ArpView.TryParse(ethernet.Payload, out var view));
        return ArpRepr.From(view);
    }
}
