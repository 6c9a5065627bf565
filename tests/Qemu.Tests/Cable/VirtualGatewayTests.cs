using CsCheck;
using DSoftBus.Net.Wire;
using DSoftBus.Qemu.Cable;
using DSoftBus.Runtime.Devices;
using Xunit;

namespace DSoftBus.Tests.Qemu.Cable;

public sealed class VirtualGatewayTests
{
    private static readonly MacAddress Client = MacAddress.Parse("52:54:00:12:34:56");
    private static readonly Ipv4Address ClientAddress = new(10, 0, 2, 15);

    private readonly VirtualGateway _gateway = new();

    [Fact]
    public void ArpIsAnsweredForRouterAndResolverOnly()
    {
        foreach (Ipv4Address target in new[] { VirtualGateway.Router, VirtualGateway.Resolver })
        {
            byte[] answer = _gateway.Answer(ArpRequest(target))!;
            Assert.Equal(WireError.None, EthernetView.TryParse(answer, out EthernetView ethernet));
            Assert.Equal(Client, ethernet.Destination);
            Assert.Equal(WireError.None, ArpView.TryParse(ethernet.Payload, out ArpView reply));
            Assert.Equal(new ArpRepr(ArpOperation.Reply, VirtualGateway.Hardware, target, Client, ClientAddress), ArpRepr.From(reply));
        }

        Assert.Null(_gateway.Answer(ArpRequest(new Ipv4Address(10, 0, 2, 4))));
    }

    [Fact]
    public void EchoComesBackWithItsDataAndValidChecksums()
    {
        byte[] data = [1, 2, 3, 4, 5];
        byte[] message = new byte[IcmpView.HeaderLength + data.Length];
        data.CopyTo(message, IcmpView.HeaderLength);
        new IcmpEchoRepr(false, 0x1234, 1, data.Length).Emit(message);

        byte[] answer = _gateway.Answer(Ipv4(VirtualGateway.Router, IpProtocol.Icmp, message))!;

        Ipv4View packet = Packet(answer);
        Assert.Equal(WireError.None, IcmpView.TryParse(packet.Payload, out IcmpView reply));
        Assert.Equal((IcmpType.EchoReply, (ushort)0x1234, (ushort)1, true), (reply.Type, reply.Identifier, reply.Sequence, reply.IsChecksumValid));
        Assert.Equal(data, reply.Payload.ToArray());
        Assert.Null(_gateway.Answer(Ipv4(new Ipv4Address(8, 8, 8, 8), IpProtocol.Icmp, message)));
    }

    [Theory]
    [InlineData("localhost", DnsResponseCode.NoError, 1)]
    [InlineData("LocalHost", DnsResponseCode.NoError, 1)]
    [InlineData("example.org", DnsResponseCode.NameError, 0)]
    public void OnlyLocalhostHasAnAddress(string name, DnsResponseCode code, int count)
    {
        Span<byte> wire = stackalloc byte[DnsName.MaximumLength];
        Assert.True(DnsName.TryEncode(System.Text.Encoding.ASCII.GetBytes(name), wire, out int length));
        var query = new DnsQueryRepr(0x1234, length);
        byte[] message = new byte[query.Length];
        query.Emit(message, wire);

        byte[] answer = _gateway.Answer(Ipv4(VirtualGateway.Resolver, IpProtocol.Udp, Udp(VirtualGateway.Resolver, 40000, 53, message)))!;

        Ipv4View packet = Packet(answer);
        UdpView datagram = Datagram(packet);
        Assert.Equal((53, 40000), (datagram.SourcePort, datagram.DestinationPort));
        Assert.Equal(WireError.None, DnsView.TryParse(datagram.Payload, out DnsView reply));
        Assert.Equal((true, (ushort)0x1234, code), (reply.IsResponse, reply.Id, reply.ResponseCode));
        Span<Ipv4Address> addresses = stackalloc Ipv4Address[4];
        Assert.Equal(count, reply.ReadAddresses(addresses));
        if (count > 0)
            Assert.Equal(new Ipv4Address(127, 0, 0, 1), addresses[0]);
    }

    [Fact]
    public void DhcpOffersThenAcknowledgesAndRefusesAnotherAddress()
    {
        DhcpRepr offer = Ask(new DhcpRepr(DhcpMessageType.Discover, 7, Client), out Ipv4Address offeredTo);
        Assert.Equal((DhcpMessageType.Offer, ClientAddress, 7u), (offer.MessageType, offer.YourAddress, offer.TransactionId));
        Assert.Equal((VirtualGateway.Router, VirtualGateway.Resolver, 0xFFFFFF00u), (offer.Router, offer.DomainNameServer, offer.SubnetMask));
        Assert.Equal(VirtualGateway.Router, offer.ServerIdentifier);
        Assert.Equal(ClientAddress, offeredTo);

        var request = new DhcpRepr(DhcpMessageType.Request, 8, Client)
        {
            RequestedAddress = offer.YourAddress,
            ServerIdentifier = offer.ServerIdentifier,
            Broadcast = true,
        };
        DhcpRepr acknowledgement = Ask(request, out Ipv4Address acknowledgedTo);
        Assert.Equal((DhcpMessageType.Ack, ClientAddress), (acknowledgement.MessageType, acknowledgement.YourAddress));
        Assert.True(acknowledgement.LeaseTime > 0);
        Assert.Equal(Ipv4Address.LimitedBroadcast, acknowledgedTo);

        DhcpRepr refusal = Ask(request with { RequestedAddress = new Ipv4Address(10, 0, 2, 99) }, out _);
        Assert.Equal(DhcpMessageType.Nak, refusal.MessageType);
        Assert.Null(_gateway.Answer(Dhcp(request with { ServerIdentifier = new Ipv4Address(10, 0, 2, 9) })));

        DhcpRepr second = Ask(new DhcpRepr(DhcpMessageType.Discover, 9, MacAddress.Parse("52:54:00:12:34:57")), out _);
        Assert.Equal(new Ipv4Address(10, 0, 2, 16), second.YourAddress);
    }

    [Fact]
    public void ADamagedPacketGetsNoAnswer()
    {
        byte[] discover = Dhcp(new DhcpRepr(DhcpMessageType.Discover, 7, Client));
        discover[^1] ^= 1; // UDP checksum no longer holds
        Assert.Null(_gateway.Answer(discover));
        byte[] header = Dhcp(new DhcpRepr(DhcpMessageType.Discover, 7, Client));
        header[22] ^= 1; // time to live: the IPv4 checksum no longer holds
        Assert.Null(_gateway.Answer(header));
    }

    [Fact]
    public void AnyBytesAreTolerated() =>
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Int[0, 2].Select(i => new ushort[] { 0x0800, 0x0806, 0x1234 }[i])).Sample((bytes, type) =>
        {
            byte[] frame = [255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 1, (byte)(type >> 8), (byte)type, .. bytes];
            new VirtualGateway().Answer(frame);
        });

    private DhcpRepr Ask(DhcpRepr request, out Ipv4Address destination)
    {
        byte[] answer = _gateway.Answer(Dhcp(request))!;
        Ipv4View packet = Packet(answer);
        destination = packet.Destination;
        UdpView datagram = Datagram(packet);
        Assert.Equal((67, 68), (datagram.SourcePort, datagram.DestinationPort));
        Assert.Equal(WireError.None, DhcpView.TryParse(datagram.Payload, out DhcpView reply));
        return DhcpRepr.From(reply);
    }

    private static byte[] Dhcp(DhcpRepr request)
    {
        byte[] message = new byte[request.Length];
        request.Emit(message);
        return Ipv4(Ipv4Address.LimitedBroadcast, IpProtocol.Udp, Udp(Ipv4Address.LimitedBroadcast, 68, 67, message));
    }

    private static byte[] ArpRequest(Ipv4Address target)
    {
        byte[] frame = new byte[EthernetRepr.Length + ArpRepr.Length];
        new EthernetRepr(MacAddress.Broadcast, Client, EtherType.Arp).Emit(frame);
        new ArpRepr(ArpOperation.Request, Client, ClientAddress, default, target).Emit(frame.AsSpan(EthernetRepr.Length));
        return frame;
    }

    private static byte[] Udp(Ipv4Address destination, ushort from, ushort to, byte[] payload)
    {
        var header = new UdpRepr(from, to, payload.Length);
        byte[] datagram = new byte[header.Length];
        header.Emit(datagram);
        payload.CopyTo(datagram, UdpView.HeaderLength);
        UdpRepr.FillChecksum(datagram, ClientAddress, destination);
        return datagram;
    }

    private static byte[] Ipv4(Ipv4Address destination, IpProtocol protocol, byte[] payload)
    {
        var header = new Ipv4Repr(ClientAddress, destination, protocol, payload.Length);
        byte[] frame = new byte[EthernetRepr.Length + header.Length];
        new EthernetRepr(destination.IsLimitedBroadcast ? MacAddress.Broadcast : VirtualGateway.Hardware, Client, EtherType.Ipv4).Emit(frame);
        header.Emit(frame.AsSpan(EthernetRepr.Length));
        payload.CopyTo(frame, EthernetRepr.Length + header.HeaderLength);
        return frame;
    }

    private static Ipv4View Packet(byte[] frame)
    {
        Assert.Equal(WireError.None, EthernetView.TryParse(frame, out EthernetView ethernet));
        Assert.Equal((EtherType.Ipv4, VirtualGateway.Hardware), (ethernet.Type, ethernet.Source));
        Assert.Equal(WireError.None, Ipv4View.TryParse(ethernet.Payload, out Ipv4View packet));
        Assert.True(packet.IsChecksumValid);
        return packet;
    }

    private static UdpView Datagram(Ipv4View packet)
    {
        Assert.Equal(WireError.None, UdpView.TryParse(packet.Payload, out UdpView datagram));
        Assert.True(datagram.IsChecksumValid(packet.Source, packet.Destination));
        return datagram;
    }
}
