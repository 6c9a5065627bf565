using DSoftBus.Net.Stack;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>RFC 768, RFC 1122 section 4.1, RFC 1112 section 6.</summary>
public sealed class UdpTests
{
    private const ushort Port = 37020;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);
    private static readonly Ipv4Address Group = new(239, 42, 0, 1);

    private readonly StackSimulation _simulation = new(new() { Delay = TimeSpan.FromMilliseconds(1) });

    [Fact]
    public void Datagrams_go_both_ways_and_keep_their_bounds()
    {
        NetStack a = _simulation.Add(10), b = _simulation.Add(11);
        UdpSocket left = Bind(a, 4000), right = Bind(b, 5000);
        Assert.Equal(SendStatus.Sent, left.SendTo(new UdpEndpoint(StackSimulation.Address(11), 5000), [1, 2, 3], _simulation.Now));
        _simulation.RunFor(Moment);
        Assert.Equal(SendStatus.Sent, left.SendTo(new UdpEndpoint(StackSimulation.Address(11), 5000), [], _simulation.Now));
        _simulation.RunFor(Moment);
        byte[] bytes = new byte[100];
        Assert.True(right.TryReceive(bytes, out var first));
        Assert.Equal(new UdpReceived(new UdpEndpoint(StackSimulation.Address(10), 4000), StackSimulation.Address(11), 3, 3), first);
        Assert.Equal([1, 2, 3], bytes[..3]);
        Assert.True(right.TryReceive(bytes, out var second));
        Assert.Equal(0, second.Length);
        Assert.False(right.TryReceive(bytes, out _));
        right.SendTo(first.From, [9], _simulation.Now);
        _simulation.RunFor(Moment);
        Assert.True(left.TryReceive(bytes, out var reply));
        Assert.Equal(5000, reply.From.Port);
    }

    [Fact]
    public void A_buffer_is_sent_and_received_without_copies_and_comes_back()
    {
        NetStack a = _simulation.Add(10), b = _simulation.Add(11);
        UdpSocket left = Bind(a, 4000), right = Bind(b, 5000);
        Assert.True(a.TryRent(out var buffer));
        buffer.Append(4).Fill(7);
        Assert.Equal(SendStatus.Sent, left.SendTo(new UdpEndpoint(StackSimulation.Address(11), 5000), buffer, _simulation.Now));
        _simulation.RunFor(Moment);
        Assert.Equal(0, buffer.References);
        Assert.True(right.TryReceive(out var received, out var info));
        Assert.Equal((4, 1), (info.Length, received.References));
        Assert.Equal([7, 7, 7, 7], received.Span.ToArray());
        received.Release();
    }

    [Fact]
    public void A_datagram_to_the_own_address_waits_for_the_next_poll()
    {
        var stack = _simulation.Add(10);
        UdpSocket left = Bind(stack, 4000), right = Bind(stack, 5000);
        int frames = _simulation.Link.Frames.Count;
        left.SendTo(new UdpEndpoint(StackSimulation.Address(10), 5000), [1], _simulation.Now);
        Assert.False(right.IsReadable);
        stack.Poll(_simulation.Now);
        Assert.True(right.TryReceive(new byte[1], out var received));
        Assert.Equal(new UdpEndpoint(StackSimulation.Address(10), 4000), received.From);
        Assert.Equal(frames, _simulation.Link.Frames.Count);
    }

    [Fact]
    public void The_loopback_queue_is_bounded()
    {
        var stack = _simulation.Add(10, new NetStackOptions { LoopbackCapacity = 2 });
        var socket = Bind(stack, 4000);
        var self = new UdpEndpoint(StackSimulation.Address(10), 4000);
        Assert.Equal(SendStatus.Sent, socket.SendTo(self, [1], _simulation.Now));
        Assert.Equal(SendStatus.Sent, socket.SendTo(self, [2], _simulation.Now));
        Assert.Equal(SendStatus.QueueFull, socket.SendTo(self, [3], _simulation.Now));
        Assert.Equal(1UL, stack.Counters[NetCounter.Ipv4LoopbackFull]);
    }

    [Fact]
    public void A_group_is_heard_only_after_joining_and_until_leaving()
    {
        NetStack a = _simulation.Add(10), b = _simulation.Add(11);
        UdpSocket sender = Bind(a, Port), receiver = Bind(b, Port);
        var group = new UdpEndpoint(Group, Port);
        sender.SendTo(group, [1], _simulation.Now);
        _simulation.RunFor(Moment);
        Assert.False(receiver.IsReadable);
        Assert.Equal(1UL, b.Counters[NetCounter.Ipv4NotForUs]);

        Assert.True(receiver.Join(Group, _simulation.Now));
        sender.SendTo(group, [2], _simulation.Now);
        _simulation.RunFor(Moment);
        byte[] bytes = new byte[1];
        Assert.True(receiver.TryReceive(bytes, out var received));
        Assert.Equal((2, Group, StackSimulation.Address(10)), (bytes[0], received.To, received.From.Address));

        Assert.True(receiver.Leave(Group, _simulation.Now));
        sender.SendTo(group, [3], _simulation.Now);
        _simulation.RunFor(Moment);
        Assert.False(receiver.IsReadable);
    }

    [Fact]
    public void Another_socket_on_the_host_that_did_not_join_does_not_hear_the_group()
    {
        NetStack a = _simulation.Add(10), b = _simulation.Add(11);
        UdpSocket sender = Bind(a, Port), other = Bind(b, 1), receiver = Bind(b, Port);
        other.Join(Group, _simulation.Now);
        sender.SendTo(new UdpEndpoint(Group, Port), [1], _simulation.Now);
        _simulation.RunFor(Moment);
        Assert.False(receiver.IsReadable);
        Assert.Equal(1UL, b.Counters[NetCounter.UdpNotJoined]);
    }

    [Fact]
    public void Members_on_the_sending_host_hear_the_group_too()
    {
        var stack = _simulation.Add(10);
        Assert.Equal(UdpBindStatus.Bound, stack.Udp.TryBind(Ipv4Address.Any, Port, share: true, out var first));
        Assert.Equal(UdpBindStatus.Bound, stack.Udp.TryBind(Ipv4Address.Any, Port, share: true, out var second));
        first!.Join(Group, _simulation.Now);
        second!.Join(Group, _simulation.Now);
        first.SendTo(new UdpEndpoint(Group, Port), [1], _simulation.Now);
        _simulation.RunFor(Moment);
        Assert.True(second.IsReadable);
        Assert.True(first.IsReadable);
    }

    [Fact]
    public void A_port_is_shared_only_by_those_who_all_want_to()
    {
        var stack = _simulation.Add(10);
        stack.Udp.TryBind(Ipv4Address.Any, Port, share: true, out _);
        Assert.Equal(UdpBindStatus.PortInUse, stack.Udp.TryBind(Ipv4Address.Any, Port, share: false, out _));
        Assert.Equal(UdpBindStatus.PortInUse, stack.Udp.TryBind(StackSimulation.Address(10), Port, share: false, out _));
        Assert.Equal(UdpBindStatus.Bound, stack.Udp.TryBind(Ipv4Address.Any, Port + 1, share: false, out _));
        Assert.Equal(UdpBindStatus.PortInUse, stack.Udp.TryBind(Ipv4Address.Any, Port + 1, share: true, out _));
        Assert.Equal(UdpBindStatus.BadAddress, stack.Udp.TryBind(StackSimulation.Address(11), 1, share: false, out _));
    }

    [Fact]
    public void A_socket_with_the_exact_address_goes_first()
    {
        NetStack a = _simulation.Add(10), b = _simulation.Add(11);
        b.Udp.TryBind(Ipv4Address.Any, Port, share: true, out var any);
        b.Udp.TryBind(StackSimulation.Address(11), Port, share: true, out var exact);
        Bind(a, 1).SendTo(new UdpEndpoint(StackSimulation.Address(11), Port), [1], _simulation.Now);
        _simulation.RunFor(Moment);
        Assert.Equal((false, true), (any!.IsReadable, exact!.IsReadable));
    }

    [Fact]
    public void A_full_socket_drops_the_newest_and_all_sockets_together_hold_a_bounded_number()
    {
        NetStack a = _simulation.Add(10), b = _simulation.Add(11, new NetStackOptions { UdpQueueCapacity = 2, UdpHeldBuffers = 3 });
        UdpSocket sender = Bind(a, 1), first = Bind(b, 5000), second = Bind(b, 5001);
        sender.SendTo(new UdpEndpoint(StackSimulation.Address(11), 5000), [1], _simulation.Now);
        _simulation.RunFor(Moment);
        for (byte i = 2; i < 5; i++)
            sender.SendTo(new UdpEndpoint(StackSimulation.Address(11), 5000), [i], _simulation.Now);
        sender.SendTo(new UdpEndpoint(StackSimulation.Address(11), 5001), [5], _simulation.Now);
        sender.SendTo(new UdpEndpoint(StackSimulation.Address(11), 5001), [6], _simulation.Now);
        _simulation.RunFor(Moment);
        Assert.Equal((2UL, 1UL), (b.Counters[NetCounter.UdpQueueFull], b.Counters[NetCounter.UdpHeldLimit]));
        byte[] bytes = new byte[1];
        Assert.True(first.TryReceive(bytes, out _) && bytes[0] == 1);
        Assert.True(first.TryReceive(bytes, out _) && bytes[0] == 2);
        Assert.True(second.TryReceive(bytes, out _) && bytes[0] == 5);
    }

    [Fact]
    public void Refusals_are_counted()
    {
        var stack = _simulation.Add(10);
        var host = _simulation.AddHost(99);
        var socket = Bind(stack, 7000);
        host.SendUdp(StackSimulation.Hardware(10), StackSimulation.Address(10), 1, 7000, [1, 2], change: frame => frame[^1] ^= 1);
        host.SendUdp(StackSimulation.Hardware(10), StackSimulation.Address(10), 1, 7000, [1, 2], change: frame => frame[EthernetRepr.Length + 25] = 200);
        host.SendUdp(StackSimulation.Hardware(10), StackSimulation.Address(10), 1, 7001, [1, 2]);
        host.SendUdp(StackSimulation.Hardware(10), StackSimulation.Address(10), 1, 7000, [1, 2]);
        _simulation.RunFor(Moment);
        Assert.Equal(1UL, stack.Counters[NetCounter.UdpBadChecksum]);
        Assert.Equal(1UL, stack.Counters[NetCounter.UdpMalformed]);
        Assert.Equal(1UL, stack.Counters[NetCounter.UdpNoSocket]);
        Assert.True(socket.TryReceive(new byte[1], out var received));
        Assert.Equal((2, 1), (received.Length, received.Copied));
        Assert.Equal(1UL, stack.Counters[NetCounter.UdpTruncated]);
    }

    [Fact]
    public void The_table_is_bounded_and_closing_gives_everything_back()
    {
        var stack = _simulation.Add(10, new NetStackOptions { UdpSocketCapacity = 2 });
        UdpSocket first = Bind(stack, 1), second = Bind(stack, 2);
        Assert.Equal(UdpBindStatus.TableFull, stack.Udp.TryBind(Ipv4Address.Any, 3, share: false, out _));
        first.Join(Group, _simulation.Now);
        second.SendTo(new UdpEndpoint(StackSimulation.Address(10), 1), [1], _simulation.Now);
        stack.Poll(_simulation.Now);
        first.Close(_simulation.Now);
        first.Close(_simulation.Now);
        Assert.False(stack.Igmp.IsMember(Group));
        Assert.False(first.IsReadable);
        Assert.Equal(SendStatus.NoAddress, first.SendTo(new UdpEndpoint(StackSimulation.Address(11), 1), [1], _simulation.Now));
        Assert.False(first.Join(Group, _simulation.Now));
        Bind(stack, 1);
    }

    [Fact]
    public void Ephemeral_ports_are_in_their_range_and_end()
    {
        var stack = _simulation.Add(10, new NetStackOptions { EphemeralPortFirst = 50000, EphemeralPortLast = 50002 });
        var ports = new[] { Bind(stack, 0).LocalPort, Bind(stack, 0).LocalPort, Bind(stack, 0).LocalPort };
        Assert.Equal([50000, 50001, 50002], ports.Order().Select(port => (int)port));
        Assert.Equal(UdpBindStatus.PortInUse, stack.Udp.TryBind(Ipv4Address.Any, 0, share: false, out _));
    }

    private static UdpSocket Bind(NetStack stack, ushort port)
    {
        Assert.Equal(UdpBindStatus.Bound, stack.Udp.TryBind(Ipv4Address.Any, port, share: false, out var socket));
        return socket!;
    }
}
