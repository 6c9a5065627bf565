using System.Buffers.Binary;
using DSoftBus.Net.Wire;

namespace DSoftBus.Qemu.Cable;

/// <summary>Changes a frame and makes its checksums right again, so that only the changed content can be noticed.</summary>
public static class FrameSurgery
{
    private const int EthernetHeader = EthernetView.HeaderLength;

    /// <summary>A copy with one bit inverted and all checksums repaired.</summary>
    /// <param name="frame">Ethernet frame without FCS.</param>
    /// <param name="offset">Byte to change, counted from the start of the frame.</param>
    /// <param name="bit">0 (least significant) to 7.</param>
    public static byte[] FlipBit(ReadOnlySpan<byte> frame, int offset, int bit)
    {
        byte[] changed = frame.ToArray();
        changed[offset] ^= (byte)(1 << bit);
        RepairChecksums(changed);
        return changed;
    }

    /// <summary>Offset of the TCP payload in a frame, and its length; false for anything that is not unfragmented IPv4 TCP.</summary>
    public static bool TryFindTcpPayload(ReadOnlySpan<byte> frame, out int offset, out int length)
    {
        offset = length = 0;
        if (!TryFindTransport(frame, out int transport, out int end)
            || (IpProtocol)frame[EthernetHeader + 9] is not IpProtocol.Tcp
            || TcpView.TryParse(frame[transport..end], out TcpView segment) is not WireError.None)
        {
            return false;
        }

        offset = transport + segment.HeaderLength;
        length = end - offset;
        return true;
    }

    /// <summary>Recomputes the IPv4 header checksum and the ICMP, TCP or UDP checksum in place; leaves other frames and fragments' payloads alone.</summary>
    public static void RepairChecksums(Span<byte> frame)
    {
        if (!TryFindTransport(frame, out int transport, out int end))
            return;
        Span<byte> header = frame[EthernetHeader..transport];
        WriteChecksum(header, 10, 0);
        if (Ipv4View.TryParse(frame[EthernetHeader..], out Ipv4View packet) is not WireError.None || packet.IsFragment)
            return; // the transport's checksum covers more than this frame
        Span<byte> segment = frame[transport..end];
        int field = packet.Protocol switch { IpProtocol.Icmp => 2, IpProtocol.Tcp => 16, IpProtocol.Udp => UdpRepr.ChecksumOffset, _ => -1 };
        if (field < 0 || segment.Length < field + 2)
            return;
        if (packet.Protocol is IpProtocol.Udp && segment[field] == 0 && segment[field + 1] == 0)
            return; // RFC 768: zero means that there is none
        ulong pseudoHeader = packet.Protocol is IpProtocol.Icmp
            ? 0
            : InternetChecksum.PseudoHeader(packet.Source, packet.Destination, packet.Protocol, segment.Length);
        WriteChecksum(segment, field, pseudoHeader);
        if (packet.Protocol is IpProtocol.Udp && segment[field] == 0 && segment[field + 1] == 0)
            segment.Slice(field, 2).Fill(0xFF); // RFC 768: a computed zero is sent as all ones
    }

    private static void WriteChecksum(Span<byte> bytes, int field, ulong sum)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes[field..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[field..], InternetChecksum.Finish(InternetChecksum.Accumulate(bytes, sum)));
    }

    private static bool TryFindTransport(ReadOnlySpan<byte> frame, out int transport, out int end)
    {
        transport = end = 0;
        if (EthernetView.TryParse(frame, out EthernetView ethernet) is not WireError.None || ethernet.Type is not EtherType.Ipv4
            || Ipv4View.TryParse(ethernet.Payload, out Ipv4View packet) is not WireError.None)
        {
            return false;
        }

        transport = EthernetHeader + packet.HeaderLength;
        end = EthernetHeader + packet.TotalLength;
        return true;
    }
}
