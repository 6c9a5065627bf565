using System.Buffers.Binary;
using DSoftBus.Net.Wire;

namespace DSoftBus.Tests.Net.Devices;

/// <summary>What a card does to a TCP/IPv4 frame without IP options, written for plainness: nothing in it is shared with the stack but the header lengths.</summary>
internal static class ReferenceSegmenter
{
    private const int Ip = EthernetRepr.Length;
    private const int Tcp = Ip + Ipv4View.MinimumHeaderLength;
    private const byte Fin = 1, Push = 8;

    /// <summary>Writes the segment that begins at octet <paramref name="at"/> of the text of a long frame; returns its bytes.</summary>
    public static int Cut(ReadOnlySpan<byte> whole, int headerLength, int at, int size, Span<byte> segment)
    {
        var text = whole[headerLength..];
        int length = Math.Min(size, text.Length - at);
        whole[..headerLength].CopyTo(segment);
        text.Slice(at, length).CopyTo(segment[headerLength..]);
        segment = segment[..(headerLength + length)];
        uint sequence = BinaryPrimitives.ReadUInt32BigEndian(whole[(Tcp + 4)..]);
        BinaryPrimitives.WriteUInt32BigEndian(segment[(Tcp + 4)..], sequence + (uint)at);
        if (at + length < text.Length)
            segment[Tcp + 13] &= unchecked((byte)~(Fin | Push));
        Seal(segment);
        return segment.Length;
    }

    /// <summary>Sets length and both checksums of a frame.</summary>
    public static void Seal(Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame[(Ip + 2)..], (ushort)(frame.Length - Ip));
        BinaryPrimitives.WriteUInt16BigEndian(frame[(Ip + 10)..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(frame[(Ip + 10)..], (ushort)~Sum(frame[Ip..Tcp], 0));
        uint pseudo = 6 + (uint)(frame.Length - Tcp);
        pseudo = Sum(frame.Slice(Ip + 12, 8), pseudo);
        BinaryPrimitives.WriteUInt16BigEndian(frame[(Tcp + 16)..], (ushort)pseudo);
        Finish(frame, Tcp, 16);
    }

    /// <summary>Finishes a checksum whose field holds the pseudo header's sum.</summary>
    public static void Finish(Span<byte> frame, int start, int field)
    {
        ushort sum = Sum(frame[start..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(frame[(start + field)..], (ushort)~sum);
    }

    /// <summary>Sequence number and octets of text; false: not a TCP frame without IP options.</summary>
    public static bool TryText(ReadOnlySpan<byte> frame, out uint sequence, out int length)
    {
        sequence = 0;
        length = 0;
        if (frame.Length < Tcp + TcpView.MinimumHeaderLength || frame[Ip] != 0x45 || frame[Ip + 9] != 6)
            return false;
        sequence = BinaryPrimitives.ReadUInt32BigEndian(frame[(Tcp + 4)..]);
        length = Ip + BinaryPrimitives.ReadUInt16BigEndian(frame[(Ip + 2)..]) - Tcp - ((frame[Tcp + 12] >> 4) * 4);
        return true;
    }

    private static ushort Sum(ReadOnlySpan<byte> bytes, uint sum)
    {
        for (; bytes.Length >= 2; bytes = bytes[2..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (bytes.Length == 1)
            sum += (uint)bytes[0] << 8;
        while (sum > 0xffff)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)sum;
    }
}
