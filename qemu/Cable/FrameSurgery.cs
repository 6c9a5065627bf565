using System.Buffers.Binary;

namespace DSoftBus.Qemu.Cable;

/// <summary>Changes a frame and makes its checksums right again, so that only the changed content can be noticed.</summary>
public static class FrameSurgery
{
    private const int EthernetHeader = 14;
    private const ushort EtherTypeIpv4 = 0x0800;
    private const byte Icmp = 1;
    private const byte Tcp = 6;
    private const byte Udp = 17;

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
        if (!TryFindTransport(frame, out int transport, out int end) || frame[EthernetHeader + 9] != Tcp || end - transport < 20)
            return false;
        offset = transport + ((frame[transport + 12] >> 4) * 4);
        length = end - offset;
        return length >= 0;
    }

    /// <summary>Recomputes the IPv4 header checksum and the ICMP, TCP or UDP checksum in place; leaves other frames and fragments' payloads alone.</summary>
    public static void RepairChecksums(Span<byte> frame)
    {
        if (!TryFindTransport(frame, out int transport, out int end))
            return;
        Span<byte> header = frame[EthernetHeader..transport];
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], Finish(Sum(header, 0)));

        // RFC 791: a set more-fragments bit or an offset means that the transport's checksum covers more than this frame.
        if ((BinaryPrimitives.ReadUInt16BigEndian(header[6..]) & 0x3FFF) != 0)
            return;
        Span<byte> segment = frame[transport..end];
        byte protocol = header[9];
        int field = protocol switch { Icmp => 2, Tcp => 16, Udp => 6, _ => -1 };
        if (field < 0 || segment.Length < field + 2)
            return;
        bool absent = protocol == Udp && segment[6] == 0 && segment[7] == 0; // RFC 768: zero means no checksum
        if (absent)
            return;
        // Pseudo header of RFC 9293 section 3.1 and RFC 768: addresses, protocol, length.
        uint sum = protocol == Icmp ? 0 : Sum(header[12..20], (uint)(protocol + segment.Length));
        BinaryPrimitives.WriteUInt16BigEndian(segment[field..], 0);
        ushort checksum = Finish(Sum(segment, sum));
        BinaryPrimitives.WriteUInt16BigEndian(segment[field..], protocol == Udp && checksum == 0 ? (ushort)0xFFFF : checksum);
    }

    private static bool TryFindTransport(ReadOnlySpan<byte> frame, out int transport, out int end)
    {
        transport = end = 0;
        if (frame.Length < EthernetHeader + 20 || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != EtherTypeIpv4)
            return false;
        ReadOnlySpan<byte> packet = frame[EthernetHeader..];
        int headerLength = (packet[0] & 0x0F) * 4;
        int totalLength = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (packet[0] >> 4 != 4 || headerLength < 20 || totalLength < headerLength || totalLength > packet.Length)
            return false;
        transport = EthernetHeader + headerLength;
        end = EthernetHeader + totalLength;
        return true;
    }

    // RFC 1071: sum of 16-bit big-endian words, an odd last byte counts as the high one.
    private static uint Sum(ReadOnlySpan<byte> bytes, uint sum)
    {
        for (; bytes.Length > 1; bytes = bytes[2..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return bytes.Length == 1 ? sum + ((uint)bytes[0] << 8) : sum;
    }

    private static ushort Finish(uint sum)
    {
        while (sum >> 16 != 0)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }
}
