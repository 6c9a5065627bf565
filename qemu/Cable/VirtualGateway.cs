using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Qemu.Cable;

/// <summary>What a single machine needs on its cable: router 10.0.2.2, resolver 10.0.2.3, a DHCP server. Nothing leaves this process.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>ARP (RFC 826) for both addresses.</item>
/// <item>DHCP (RFC 2131): 10.0.2.15/24 for the first client, the next ones up to 10.0.2.30; router 10.0.2.2, resolver 10.0.2.3.</item>
/// <item>ICMP echo (RFC 792) to both addresses.</item>
/// <item>DNS (RFC 1035) on both: A of <c>localhost</c> is 127.0.0.1, every other name does not exist.</item>
/// </list>
/// A pure function from frame to answer, but for the lease table (16 entries). Everything else is ignored silently.
/// </remarks>
public sealed class VirtualGateway
{
    private const byte FirstHost = 15;
    private const int MaximumLeases = 16;
    private const uint LeaseSeconds = 86400;
    private const uint DnsTimeToLive = 60;
    private const ushort DhcpServerPort = 67;
    private const ushort DhcpClientPort = 68;
    private const ushort DnsPort = 53;
    private const uint SubnetMask = 0xFFFFFF00;

    private readonly List<MacAddress> _leases = [];

    /// <summary>Hardware address of both nodes.</summary>
    public static MacAddress Hardware { get; } = MacAddress.Parse("52:55:0a:00:02:02");

    public static Ipv4Address Router { get; } = new(10, 0, 2, 2);

    public static Ipv4Address Resolver { get; } = new(10, 0, 2, 3);

    /// <summary>Plugs a gateway into a cable.</summary>
    public static VirtualPort Attach(CableSwitch cable)
    {
        var gateway = new VirtualGateway();
        return cable.AttachVirtual("gateway", (port, frame) =>
        {
            if (gateway.Answer(frame.Span) is { } answer)
                port.Send(answer);
        });
    }

    /// <summary>The frame that answers <paramref name="frame"/>, or null.</summary>
    public byte[]? Answer(ReadOnlySpan<byte> frame)
    {
        if (EthernetView.TryParse(frame, out EthernetView ethernet) is not WireError.None
            || (ethernet.Destination != Hardware && !ethernet.Destination.IsBroadcast))
        {
            return null;
        }

        return ethernet.Type switch
        {
            EtherType.Arp => AnswerArp(ethernet.Payload),
            EtherType.Ipv4 => AnswerIpv4(ethernet),
            _ => null,
        };
    }

    private static byte[]? AnswerArp(ReadOnlySpan<byte> packet)
    {
        if (ArpView.TryParse(packet, out ArpView request) is not WireError.None
            || request.Operation is not ArpOperation.Request
            || !IsOurs(request.TargetAddress))
        {
            return null;
        }

        byte[] frame = new byte[EthernetRepr.Length + ArpRepr.Length];
        new EthernetRepr(request.SenderHardware, Hardware, EtherType.Arp).Emit(frame);
        new ArpRepr(ArpOperation.Reply, Hardware, request.TargetAddress, request.SenderHardware, request.SenderAddress)
            .Emit(frame.AsSpan(EthernetRepr.Length));
        return frame;
    }

    private byte[]? AnswerIpv4(EthernetView ethernet)
    {
        if (Ipv4View.TryParse(ethernet.Payload, out Ipv4View packet) is not WireError.None || !packet.IsChecksumValid || packet.IsFragment)
            return null;
        if (packet.Protocol is IpProtocol.Icmp && IsOurs(packet.Destination))
            return AnswerEcho(ethernet.Source, packet);
        if (packet.Protocol is not IpProtocol.Udp
            || UdpView.TryParse(packet.Payload, out UdpView datagram) is not WireError.None
            || !datagram.IsChecksumValid(packet.Source, packet.Destination))
        {
            return null;
        }

        return datagram.DestinationPort switch
        {
            DhcpServerPort when datagram.SourcePort == DhcpClientPort => AnswerDhcp(datagram.Payload),
            DnsPort when IsOurs(packet.Destination) => AnswerDns(ethernet.Source, packet, datagram),
            _ => null,
        };
    }

    private static byte[]? AnswerEcho(MacAddress to, Ipv4View packet)
    {
        if (IcmpView.TryParse(packet.Payload, out IcmpView echo) is not WireError.None || echo.Type is not IcmpType.EchoRequest || !echo.IsChecksumValid)
            return null;
        IcmpEchoRepr reply = IcmpEchoRepr.From(echo) with { IsReply = true };
        byte[] frame = Begin(to, packet.Destination, packet.Source, IpProtocol.Icmp, reply.Length, out Span<byte> message);
        echo.Payload.CopyTo(message[IcmpView.HeaderLength..]);
        reply.Emit(message);
        return frame;
    }

    private static byte[]? AnswerDns(MacAddress to, Ipv4View packet, UdpView datagram)
    {
        if (DnsView.TryParse(datagram.Payload, out DnsView query) is not WireError.None || query.IsResponse || query.OperationCode != 0
            || query.QuestionType != DnsView.AddressType || query.QuestionClass != DnsView.InternetClass)
        {
            return null;
        }

        Span<byte> name = stackalloc byte[DnsName.MaximumLength];
        name = name[..query.ReadQuestionName(name)];
        bool known = DnsName.AreEqual(name, "\u0009localhost\0"u8);
        var answer = new DnsAnswerRepr(query.Id, known ? DnsResponseCode.NoError : DnsResponseCode.NameError, name.Length, known ? 1 : 0, DnsTimeToLive);
        byte[] frame = BeginUdp(to, packet.Destination, packet.Source, new UdpRepr(DnsPort, datagram.SourcePort, answer.Length), out Span<byte> reply);
        answer.Emit(reply[UdpView.HeaderLength..], name, [new Ipv4Address(127, 0, 0, 1)]);
        UdpRepr.FillChecksum(reply, packet.Destination, packet.Source);
        return frame;
    }

    private byte[]? AnswerDhcp(ReadOnlySpan<byte> payload)
    {
        if (DhcpView.TryParse(payload, out DhcpView request) is not WireError.None
            || request.Operation != DhcpView.RequestOperation
            || LeaseOf(request.ClientHardware) is not { } address)
        {
            return null;
        }

        DhcpRepr asked = DhcpRepr.From(request);
        if (asked.ServerIdentifier is { } server && server != Router)
            return null; // RFC 2131 section 3.1: the client chose another server
        Ipv4Address? wanted = asked.RequestedAddress ?? (asked.ClientAddress.IsAny ? null : asked.ClientAddress);
        DhcpMessageType? type = request.MessageType switch
        {
            DhcpMessageType.Discover => DhcpMessageType.Offer,
            DhcpMessageType.Request => wanted == address ? DhcpMessageType.Ack : DhcpMessageType.Nak,
            _ => null,
        };
        return type is { } chosen ? DhcpReply(chosen, asked, address) : null;
    }

    private static byte[] DhcpReply(DhcpMessageType type, DhcpRepr asked, Ipv4Address address)
    {
        var reply = new DhcpRepr(type, asked.TransactionId, asked.ClientHardware)
        {
            IsReply = true,
            Broadcast = asked.Broadcast,
            ServerIdentifier = Router,
        };
        if (type is not DhcpMessageType.Nak)
        {
            reply = reply with
            {
                YourAddress = address,
                SubnetMask = SubnetMask,
                Router = Router,
                DomainNameServer = Resolver,
                LeaseTime = LeaseSeconds,
            };
        }

        // RFC 2131 section 4.1: broadcast when asked for, and for every refusal; otherwise to the client's new address.
        bool broadcast = asked.Broadcast || type is DhcpMessageType.Nak;
        Ipv4Address destination = broadcast ? Ipv4Address.LimitedBroadcast : address;
        byte[] frame = BeginUdp(
            broadcast ? MacAddress.Broadcast : asked.ClientHardware, Router, destination,
            new UdpRepr(DhcpServerPort, DhcpClientPort, reply.Length), out Span<byte> datagram);
        reply.Emit(datagram[UdpView.HeaderLength..]);
        UdpRepr.FillChecksum(datagram, Router, destination);
        return frame;
    }

    private Ipv4Address? LeaseOf(MacAddress client)
    {
        int index = _leases.IndexOf(client);
        if (index < 0)
        {
            if (_leases.Count == MaximumLeases)
                return null;
            index = _leases.Count;
            _leases.Add(client);
        }

        return new Ipv4Address(10, 0, 2, (byte)(FirstHost + index));
    }

    private static bool IsOurs(Ipv4Address address) => address == Router || address == Resolver;

    private static byte[] BeginUdp(MacAddress to, Ipv4Address source, Ipv4Address destination, UdpRepr header, out Span<byte> datagram)
    {
        byte[] frame = Begin(to, source, destination, IpProtocol.Udp, header.Length, out datagram);
        header.Emit(datagram);
        return frame;
    }

    private static byte[] Begin(MacAddress to, Ipv4Address source, Ipv4Address destination, IpProtocol protocol, int length, out Span<byte> payload)
    {
        var header = new Ipv4Repr(source, destination, protocol, length);
        byte[] frame = new byte[EthernetRepr.Length + header.Length];
        new EthernetRepr(to, Hardware, EtherType.Ipv4).Emit(frame);
        header.Emit(frame.AsSpan(EthernetRepr.Length));
        payload = frame.AsSpan(EthernetRepr.Length + header.HeaderLength);
        return frame;
    }
}
