using System.Buffers.Binary;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>RFC 791, RFC 1122 section 3.2.1 and 3.3.6.</summary>
public sealed class Ipv4Tests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    private readonly StackSimulation _simulation = new();
    private readonly NetStack _stack;
    private readonly ScriptedHost _host;
    private readonly UdpSocket _socket;

    public Ipv4Tests()
    {
        _stack = _simulation.Add(10, gateway: StackSimulation.Address(99));
        _host = _simulation.AddHost(99);
        Assert.Equal(UdpBindStatus.Bound, _stack.Udp.TryBind(Ipv4Address.Any, 7000, share: false, out var socket));
        _socket = socket!;
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("239.42.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("10.42.0.255")]
    [InlineData("10.42.0.10")]
    [InlineData("240.0.0.1")]
    [InlineData("0.0.0.5")]
    public void A_source_that_is_not_another_host_is_refused(string source)
    {
        Ipv4Address.TryParse(source, out var address);
        _host.SendUdp(StackSimulation.Hardware(10), StackSimulation.Address(10), 1, 7000, [1], address);
        _simulation.RunFor(Moment);
        Assert.False(_socket.IsReadable);
        Assert.Equal(1UL, _stack.Counters[NetCounter.Ipv4BadSource]);
    }

    [Fact]
    public void A_sender_without_address_is_heard_by_no_socket()
    {
        _host.SendUdp(StackSimulation.Hardware(10), StackSimulation.Address(10), 1, 7000, [1], Ipv4Address.Any);
        _simulation.RunFor(Moment);
        Assert.False(_socket.IsReadable);
        Assert.Equal(1UL, _stack.Counters[NetCounter.UdpNoSocket]);
    }

    [Fact]
    public void Packets_and_frames_for_others_are_refused()
    {
        _host.SendUdp(StackSimulation.Hardware(10), StackSimulation.Address(11), 1, 7000, [1]);
        _host.SendUdp(StackSimulation.Hardware(77), StackSimulation.Address(10), 1, 7000, [1]);
        _host.SendUdp(MacAddress.Broadcast, StackSimulation.Address(10), 1, 7000, [1]);
        _simulation.RunFor(Moment);
        Assert.False(_socket.IsReadable);
        Assert.Equal(1UL, _stack.Counters[NetCounter.Ipv4NotForUs]);
        Assert.Equal(1UL, _stack.Counters[NetCounter.LinkNotForUs]);
        Assert.Equal(1UL, _stack.Counters[NetCounter.Ipv4BroadcastMismatch]);
    }

    [Fact]
    public void Broadcasts_reach_a_socket_of_any_address()
    {
        _host.SendUdp(MacAddress.Broadcast, Ipv4Address.LimitedBroadcast, 1, 7000, [1]);
        _host.SendUdp(MacAddress.Broadcast, StackSimulation.Address(255), 1, 7000, [2]);
        _simulation.RunFor(Moment);
        Assert.True(_socket.TryReceive(new byte[4], out var first));
        Assert.True(_socket.TryReceive(new byte[4], out var second));
        Assert.Equal((Ipv4Address.LimitedBroadcast, StackSimulation.Address(255)), (first.To, second.To));
    }

    [Fact]
    public void Broken_packets_are_refused_by_reason()
    {
        Spoil(frame => frame[EthernetRepr.Length + 8] ^= 1);
        Assert.Equal(1UL, _stack.Counters[NetCounter.Ipv4BadChecksum]);
        Spoil(frame => frame[EthernetRepr.Length] = 0x65);
        Assert.Equal(1UL, _stack.Counters[NetCounter.Ipv4Malformed]);
        Spoil(frame => Fragment(frame, 0x2000));
        Spoil(frame => Fragment(frame, 0x0001));
        Assert.Equal(2UL, _stack.Counters[NetCounter.Ipv4Fragment]);
        Spoil(frame => frame[12] = 0x12);
        Assert.Equal(1UL, _stack.Counters[NetCounter.LinkUnknownType]);
        _host.Send([1, 2, 3]);
        _host.Send([.. new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, .. new byte[7]]);
        _simulation.RunFor(Moment);
        Assert.Equal(1UL, _stack.Counters[NetCounter.LinkMalformed]);
        Assert.False(_socket.IsReadable);
    }

    [Fact]
    public void Options_are_tolerated()
    {
        byte[] datagram = Datagram(out int length);
        var repr = new Ipv4Repr(_host.Address, StackSimulation.Address(10), IpProtocol.Udp, length, RouterAlert: true);
        _host.SendIpv4(StackSimulation.Hardware(10), repr, datagram);
        _simulation.RunFor(Moment);
        byte[] payload = new byte[4];
        Assert.True(_socket.TryReceive(payload, out var received));
        Assert.Equal((2, (byte)8), (received.Length, payload[1]));
    }

    [Fact]
    public void Off_link_packets_go_to_the_gateway()
    {
        var far = new Ipv4Address(192, 0, 2, 1);
        Assert.Equal(SendStatus.Sent, _socket.SendTo(new UdpEndpoint(far, 9), [1], _simulation.Now));
        _simulation.RunFor(Moment);
        EthernetView.TryParse(_host.Received[^1], out var frame);
        Assert.Equal(_host.Hardware, frame.Destination);
        Ipv4View.TryParse(frame.Payload, out var packet);
        Assert.Equal((far, (byte)64, true), (packet.Destination, packet.TimeToLive, packet.IsChecksumValid));
    }

    [Fact]
    public void Sends_that_cannot_be_are_refused()
    {
        var lonely = _simulation.Add(12);
        lonely.Udp.TryBind(Ipv4Address.Any, 0, share: false, out var socket);
        Assert.Equal(SendStatus.NoRoute, socket!.SendTo(new UdpEndpoint(new Ipv4Address(192, 0, 2, 1), 9), [1], _simulation.Now));
        Assert.Equal(SendStatus.BadDestination, socket.SendTo(new UdpEndpoint(Ipv4Address.Any, 9), [1], _simulation.Now));
        Assert.Equal(SendStatus.BadDestination, socket.SendTo(new UdpEndpoint(new Ipv4Address(240, 0, 0, 1), 9), [1], _simulation.Now));
        Assert.Equal(SendStatus.TooLong, socket.SendTo(new UdpEndpoint(StackSimulation.Address(10), 9), new byte[1473], _simulation.Now));
        Assert.Equal(SendStatus.Sent, socket.SendTo(new UdpEndpoint(StackSimulation.Address(10), 9), new byte[1472], _simulation.Now));
        var bare = _simulation.AddBare(13);
        bare.Udp.TryBind(Ipv4Address.Any, 0, share: false, out socket);
        Assert.Equal(SendStatus.NoAddress, socket!.SendTo(new UdpEndpoint(StackSimulation.Address(10), 9), [1], _simulation.Now));
    }

    [Fact]
    public void An_exhausted_pool_is_told_and_survived()
    {
        var taken = new List<DSoftBus.Runtime.Memory.PacketBuffer>();
        while (_stack.TryRent(out var buffer))
            taken.Add(buffer);
        Assert.Equal(SendStatus.NoBuffer, _socket.SendTo(new UdpEndpoint(_host.Address, 9), [1], _simulation.Now));
        _host.SendUdp(StackSimulation.Hardware(10), StackSimulation.Address(10), 1, 7000, [1]);
        _simulation.RunFor(Moment);
        Assert.False(_socket.IsReadable);
        taken.ForEach(buffer => buffer.Release());
        _host.SendUdp(StackSimulation.Hardware(10), StackSimulation.Address(10), 1, 7000, [1]);
        _simulation.RunFor(Moment);
        Assert.True(_socket.IsReadable);
    }

    private static void Fragment(byte[] frame, ushort field)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(EthernetRepr.Length + 6), field);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(EthernetRepr.Length + 10), 0);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(EthernetRepr.Length + 10), InternetChecksum.Compute(frame.AsSpan(EthernetRepr.Length, 20)));
    }

    private byte[] Datagram(out int length)
    {
        var udp = new UdpRepr(1, 7000, 2);
        byte[] datagram = new byte[udp.Length];
        udp.Emit(datagram);
        datagram[8] = 7;
        datagram[9] = 8;
        UdpRepr.FillChecksum(datagram, _host.Address, StackSimulation.Address(10));
        length = datagram.Length;
        return datagram;
    }

    private void Spoil(Action<byte[]> change)
    {
        _host.SendUdp(StackSimulation.Hardware(10), StackSimulation.Address(10), 1, 7000, [1], change: change);
        _simulation.RunFor(Moment);
    }
}
