using DSoftBus.Net.Wire;

namespace DSoftBus.Tests.EndToEnd.Captures;

/// <summary>Says of every frame of a capture which kind of packet it is; the session's segments by the message they carry.</summary>
public sealed class PacketKinds
{
    private const ushort DiscoveryPort = 37020;

    private readonly Dictionary<string, List<(int Offset, byte[] Message)>> _messages = [];
    private readonly Dictionary<string, uint> _first = [];

    public PacketKinds(IEnumerable<CapturedFrame> frames)
    {
        foreach (var (direction, stream) in TcpStreams.Reassemble(frames))
            _messages[direction] = OuterFrames.Split(stream);
    }

    /// <summary>Each kind with its first frame, in the order of first appearance.</summary>
    public static List<(string Kind, CapturedFrame Frame)> FirstOfEach(IReadOnlyList<CapturedFrame> frames)
    {
        var kinds = new PacketKinds(frames);
        return [.. frames.Select(frame => (Kind: kinds.Of(frame.Bytes), Frame: frame)).DistinctBy(entry => entry.Kind)];
    }

    public string Of(ReadOnlySpan<byte> frame)
    {
        if (EthernetView.TryParse(frame, out var ethernet) != WireError.None)
            return "malformed";
        if (ethernet.Type == EtherType.Arp && ArpView.TryParse(ethernet.Payload, out var arp) == WireError.None)
            return arp.SenderAddress.IsAny ? "arp-probe" : arp.SenderAddress == arp.TargetAddress ? "arp-announcement" : arp.Operation == ArpOperation.Request ? "arp-request" : "arp-reply";
        if (ethernet.Type != EtherType.Ipv4 || Ipv4View.TryParse(ethernet.Payload, out var ip) != WireError.None)
            return "other";
        return ip.Protocol switch
        {
            IpProtocol.Icmp when IcmpView.TryParse(ip.Payload, out var icmp) == WireError.None => $"icmp-{icmp.Type}".ToLowerInvariant(),
            IpProtocol.Igmp when IgmpView.TryParse(ip.Payload, out var igmp) == WireError.None => $"igmp-{igmp.Type}".ToLowerInvariant(),
            IpProtocol.Udp when UdpView.TryParse(ip.Payload, out var udp) == WireError.None => OfUdp(udp),
            IpProtocol.Tcp when TcpView.TryParse(ip.Payload, out var tcp) == WireError.None => OfTcp(ip, tcp),
            _ => "other",
        };
    }

    private static string OfUdp(UdpView udp)
    {
        if (udp.DestinationPort == DiscoveryPort)
            return "announce";
        if (DhcpView.TryParse(udp.Payload, out var dhcp) == WireError.None && udp.DestinationPort is 67 or 68)
            return $"dhcp-{dhcp.MessageType}".ToLowerInvariant();
        if (udp.DestinationPort == 53)
            return "dns-query";
        return udp.SourcePort == 53 ? "dns-response" : "udp";
    }

    private string OfTcp(Ipv4View ip, TcpView tcp)
    {
        string direction = $"{ip.Source}:{tcp.SourcePort} > {ip.Destination}:{tcp.DestinationPort}";
        if (tcp.Flags.HasFlag(TcpFlags.Syn))
        {
            _first[direction] = tcp.SequenceNumber + 1;
            return tcp.Flags.HasFlag(TcpFlags.Ack) ? "tcp-syn-ack" : "tcp-syn";
        }

        if (tcp.Flags.HasFlag(TcpFlags.Rst))
            return "tcp-rst";
        if (tcp.Payload.Length > 0)
            return Session(direction, tcp);
        return tcp.Flags.HasFlag(TcpFlags.Fin) ? "tcp-fin" : "tcp-ack";
    }

    private string Session(string direction, TcpView tcp)
    {
        int offset = (int)(tcp.SequenceNumber - _first[direction]);
        int message = _messages[direction].FindLastIndex(entry => entry.Offset <= offset);
        // The dialling side uses the higher, ephemeral port; messages 1 and 3 are its first two.
        bool fromInitiator = tcp.SourcePort > tcp.DestinationPort;
        return message switch
        {
            0 => fromInitiator ? "noise-message-1" : "noise-message-2",
            1 when fromInitiator => "noise-message-3",
            _ => "session-record",
        };
    }
}
