using DSoftBus.Net.Icmp;
using DSoftBus.Net.Ip;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>What the stack promises to its device and to protocols that plug in.</summary>
public sealed class NetStackTests
{
    private static readonly Ipv4Address Own = StackSimulation.Address(10), Peer = StackSimulation.Address(11);

    private readonly StubDevice _device = new();
    private readonly NetStack _stack;

    public NetStackTests()
    {
        _stack = new NetStack(_device, new TestEntropy(10), new NetStackOptions { ReceiveBudget = 4 });
        _stack.ConfigureStatic(new Ipv4Network(Own, 24), null, Instant.Zero);
    }

    [Theory]
    [InlineData(TransmitStatus.Full, SendStatus.QueueFull, NetCounter.LinkTransmitFull)]
    [InlineData(TransmitStatus.Down, SendStatus.DeviceDown, NetCounter.LinkTransmitDown)]
    [InlineData(TransmitStatus.TooLong, SendStatus.TooLong, NetCounter.LinkTransmitTooLong)]
    public void A_devices_refusal_is_told_and_the_buffer_comes_back(TransmitStatus answer, SendStatus expected, NetCounter counter)
    {
        int free = _device.Buffers.Available;
        _stack.Udp.TryBind(Ipv4Address.Any, 1, share: false, out var socket);
        _device.Answer = answer;
        Assert.Equal(expected, socket!.SendTo(new UdpEndpoint(Ipv4Address.LimitedBroadcast, 2), [1], Instant.Zero));
        Assert.Equal(1UL, _stack.Counters[counter]);
        Assert.Equal(free, _device.Buffers.Available);
    }

    [Fact]
    public void One_poll_takes_a_bounded_number_of_frames_and_asks_for_another()
    {
        for (int i = 0; i < 6; i++)
            Receive(Packet((IpProtocol)99, Peer, Own, [1]));
        _stack.Poll(Instant.Zero);
        Assert.Equal(4UL, _stack.Counters[NetCounter.LinkReceived]);
        Assert.Equal(Instant.Zero, _stack.NextDeadline);
        _stack.Poll(Instant.Zero);
        Assert.Equal(6UL, _stack.Counters[NetCounter.LinkReceived]);
        Assert.NotEqual(Instant.Zero, _stack.NextDeadline);
    }

    [Fact]
    public void A_handler_gets_exactly_the_payload_and_may_keep_it()
    {
        var handler = new Recorder();
        _stack.Register(handler);
        int free = _device.Buffers.Available;
        byte[] frame = [.. Packet(IpProtocol.Tcp, Peer, Own, [1, 2, 3]), 0, 0, 0];
        Receive(frame);
        _stack.Poll(Instant.Zero);
        var (info, kept) = Assert.Single(handler.Packets);
        Assert.Equal((Peer, Own, Ipv4Cast.Unicast, 20), (info.Source, info.Destination, info.Cast, info.HeaderLength));
        Assert.Equal([1, 2, 3], kept.Span.ToArray());
        Assert.Equal((1, free - 1), (kept.References, _device.Buffers.Available));
        kept.Release();
        Assert.Equal(free, _device.Buffers.Available);
    }

    [Fact]
    public void A_handler_that_keeps_what_it_sends_gets_its_window_back()
    {
        _stack.Register(new Recorder());
        Receive(Arp(new ArpRepr(ArpOperation.Request, StackSimulation.Hardware(11), Peer, default, Own)));
        _stack.Poll(Instant.Zero);
        Assert.True(_stack.TryRent(out var segment));
        segment.Append(4).Fill(9);
        int offset = segment.Headroom;
        for (int i = 0; i < 2; i++)
        {
            segment.AddReference();
            Assert.Equal(SendStatus.Sent, _stack.SendIpv4(segment, Peer, IpProtocol.Tcp, new Ipv4SendOptions(DontFragment: true), Instant.Zero));
            segment.SetWindow(offset, 4);
        }

        Assert.Equal(1, segment.References);
        Assert.Equal(_device.Sent[^1], _device.Sent[^2]);
        Assert.Equal(Packet(IpProtocol.Tcp, Own, Peer, [9, 9, 9, 9]), _device.Sent[^1]);
    }

    [Fact]
    public void A_handler_hears_of_the_address_its_timer_and_errors_about_its_packets()
    {
        var handler = new Recorder { NextDeadline = new Instant(5) };
        _stack.Register(handler);
        Assert.Equal(new Instant(5), _stack.NextDeadline);
        _stack.Poll(new Instant(4));
        Assert.Equal(0, handler.Polls);
        _stack.Poll(new Instant(5));
        Assert.Equal(1, handler.Polls);
        _stack.ConfigureStatic(new Ipv4Network(Peer, 24), null, Instant.Zero);
        Assert.Equal(Peer, Assert.Single(handler.Interfaces).Address);
        _stack.ConfigureStatic(new Ipv4Network(Own, 24), null, Instant.Zero);

        byte[] quoted = Packet(IpProtocol.Tcp, Own, Peer, [1, 2, 3, 4, 5, 6, 7, 8])[EthernetRepr.Length..];
        byte[] message = new byte[IcmpView.HeaderLength + quoted.Length];
        quoted.CopyTo(message, IcmpView.HeaderLength);
        new IcmpErrorRepr(IcmpType.DestinationUnreachable, (byte)IcmpUnreachableCode.FragmentationNeeded, 1400, quoted.Length).Emit(message);
        Receive(Packet(IpProtocol.Icmp, Peer, Own, message));
        _stack.Poll(Instant.Zero);
        var (error, transport) = Assert.Single(handler.Errors);
        Assert.Equal(new IcmpErrorInfo(IcmpType.DestinationUnreachable, 4, 1400, Peer, Own, Peer), error);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], transport);
    }

    [Fact]
    public void A_protocol_has_one_handler()
    {
        _stack.Register(new Recorder());
        Assert.Throws<InvalidOperationException>(() => _stack.Register(new Recorder()));
    }

    [Fact]
    public void A_device_is_believed_about_the_frames_whose_checksum_it_verified_and_no_others()
    {
        _stack.Udp.TryBind(Ipv4Address.Any, 7, share: false, out var socket);
        byte[] datagram = [0, 1, 0, 7, 0, 9, 0xbd, 0xad, 1];
        _device.Features = NetDeviceFeatures.ReceiveChecksum;
        Receive(Packet(IpProtocol.Udp, Peer, Own, datagram));
        _stack.Poll(Instant.Zero);
        Assert.False(socket!.IsReadable);
        Receive(Packet(IpProtocol.Udp, Peer, Own, datagram), new PacketOffload { ChecksumVerified = true });
        _stack.Poll(Instant.Zero);
        Assert.True(socket.IsReadable);
    }

    [Fact]
    public void Counter_numbers_are_stable_and_in_their_group()
    {
        var numbers = Enum.GetValues<NetCounter>();
        Assert.Equal(numbers.Length, numbers.Distinct().Count());
        foreach (var counter in numbers)
            Assert.StartsWith(((NetCounterGroup)((int)counter / NetCounters.PerGroup)).ToString(), counter.ToString(), StringComparison.Ordinal);
        Golden.Match("net/counters", string.Join('\n', numbers.Select(counter => $"{(int)counter} {counter}")) + "\n");
        Assert.Equal(NetCounters.PerGroup, _stack.Counters.Group(NetCounterGroup.Dns).Length);
        Assert.Equal(0, _stack.Counters.Group((NetCounterGroup)200).Length);
    }

    private static byte[] Packet(IpProtocol protocol, Ipv4Address source, Ipv4Address destination, byte[] payload)
    {
        var repr = new Ipv4Repr(source, destination, protocol, payload.Length);
        byte[] frame = new byte[EthernetRepr.Length + repr.Length];
        new EthernetRepr(StackSimulation.Hardware((byte)destination.Value), StackSimulation.Hardware((byte)source.Value), EtherType.Ipv4).Emit(frame);
        repr.Emit(frame.AsSpan(EthernetRepr.Length));
        payload.CopyTo(frame, EthernetRepr.Length + repr.HeaderLength);
        return frame;
    }

    private static byte[] Arp(in ArpRepr repr)
    {
        byte[] frame = new byte[EthernetRepr.Length + ArpRepr.Length];
        new EthernetRepr(MacAddress.Broadcast, repr.SenderHardware, EtherType.Arp).Emit(frame);
        repr.Emit(frame.AsSpan(EthernetRepr.Length));
        return frame;
    }

    private void Receive(byte[] frame, PacketOffload offload = default)
    {
        Assert.True(_device.Buffers.TryRent(0, out var buffer));
        frame.CopyTo(buffer.Append(frame.Length));
        buffer.Offload = offload;
        _device.Incoming.Enqueue(buffer);
    }

    private sealed class Recorder : ITransportHandler
    {
        public List<(Ipv4PacketInfo Info, PacketBuffer Payload)> Packets { get; } = [];

        public List<(IcmpErrorInfo Error, byte[] Transport)> Errors { get; } = [];

        public List<InterfaceState> Interfaces { get; } = [];

        public int Polls { get; private set; }

        public IpProtocol Protocol => IpProtocol.Tcp;

        public Instant NextDeadline { get; set; } = Instant.Never;

        public void Poll(Instant now)
        {
            Polls++;
            NextDeadline = Instant.Never;
        }

        public void OnPacket(in Ipv4PacketInfo packet, PacketBuffer payload, Instant now)
        {
            payload.AddReference();
            Packets.Add((packet, payload));
        }

        public void OnError(in IcmpErrorInfo error, ReadOnlySpan<byte> transport, Instant now) => Errors.Add((error, transport.ToArray()));

        public void OnInterfaceChanged(in InterfaceState state, Instant now) => Interfaces.Add(state);
    }
}
