using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Qemu.Capture;

/// <summary>The header of a TCP segment in a capture.</summary>
/// <param name="Frame">Number of the frame.</param>
/// <param name="From">Hardware address of the sender.</param>
/// <param name="SourcePort">TCP port.</param>
/// <param name="DestinationPort">TCP port.</param>
/// <param name="Flags">Control bits.</param>
internal sealed record SeenSegment(int Frame, MacAddress From, ushort SourcePort, ushort DestinationPort, TcpFlags Flags)
{
    public bool IsSyn => (Flags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn;

    public bool IsSynAck => (Flags & (TcpFlags.Syn | TcpFlags.Ack)) == (TcpFlags.Syn | TcpFlags.Ack);

    public bool IsFin => (Flags & TcpFlags.Fin) != 0;

    public bool IsReset => (Flags & TcpFlags.Rst) != 0;

    /// <summary>The well-formed TCP segments of a capture, in order.</summary>
    public static IReadOnlyList<SeenSegment> In(IEnumerable<CapturedFrame> frames)
    {
        var segments = new List<SeenSegment>();
        foreach (CapturedFrame frame in frames)
        {
            if (EthernetView.TryParse(frame.Bytes.Span, out EthernetView ethernet) is WireError.None
                && ethernet.Type is EtherType.Ipv4
                && Ipv4View.TryParse(ethernet.Payload, out Ipv4View packet) is WireError.None
                && packet.Protocol is IpProtocol.Tcp
                && TcpView.TryParse(packet.Payload, out TcpView segment) is WireError.None)
            {
                segments.Add(new(frame.Number, ethernet.Source, segment.SourcePort, segment.DestinationPort, segment.Flags));
            }
        }

        return segments;
    }
}
