using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Qemu.Capture;

/// <summary>How many frames of each kind a node sent or could receive.</summary>
/// <param name="Arp">ARP packets.</param>
/// <param name="UdpDiscovery">UDP datagrams to port 37020.</param>
/// <param name="TcpSession">TCP segments from or to a session port.</param>
/// <param name="Syn">Of those, SYN without ACK.</param>
/// <param name="SynAck">Of those, SYN with ACK.</param>
/// <param name="Rst">Of those, RST.</param>
public readonly record struct CaptureCounts(int Arp, int UdpDiscovery, int TcpSession, int Syn, int SynAck, int Rst)
{
    public const ushort DiscoveryPort = 37020;

    private static bool IsSessionPort(ushort port) => port is 34567 or 34568;

    /// <summary>Counts the frames that <paramref name="node"/> sent, those to it, and those to groups; null counts all.</summary>
    public static CaptureCounts Of(IEnumerable<CapturedFrame> frames, MacAddress? node = null)
    {
        CaptureCounts counts = default;
        foreach (CapturedFrame frame in frames)
        {
            if (EthernetView.TryParse(frame.Bytes.Span, out EthernetView ethernet) is WireError.None
                && (node is not { } address || ethernet.Source == address || ethernet.Destination == address || ethernet.Destination.IsMulticast))
            {
                counts = counts.With(ethernet);
            }
        }

        return counts;
    }

    private CaptureCounts With(EthernetView ethernet)
    {
        if (ethernet.Type is EtherType.Arp)
            return this with { Arp = Arp + 1 };
        if (ethernet.Type is not EtherType.Ipv4 || Ipv4View.TryParse(ethernet.Payload, out Ipv4View packet) is not WireError.None)
            return this;
        if (packet.Protocol is IpProtocol.Udp && UdpView.TryParse(packet.Payload, out UdpView datagram) is WireError.None)
            return datagram.DestinationPort == DiscoveryPort ? this with { UdpDiscovery = UdpDiscovery + 1 } : this;
        if (packet.Protocol is not IpProtocol.Tcp || TcpView.TryParse(packet.Payload, out TcpView segment) is not WireError.None
            || !(IsSessionPort(segment.SourcePort) || IsSessionPort(segment.DestinationPort)))
        {
            return this;
        }

        bool syn = (segment.Flags & TcpFlags.Syn) != 0, ack = (segment.Flags & TcpFlags.Ack) != 0;
        return this with
        {
            TcpSession = TcpSession + 1,
            Syn = Syn + (syn && !ack ? 1 : 0),
            SynAck = SynAck + (syn && ack ? 1 : 0),
            Rst = Rst + ((segment.Flags & TcpFlags.Rst) != 0 ? 1 : 0),
        };
    }
}
