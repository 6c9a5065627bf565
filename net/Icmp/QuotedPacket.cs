using System.Buffers.Binary;
using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Icmp;

/// <summary>The beginning of a packet of ours inside an ICMP error: its whole header, then at least eight bytes of payload (RFC 792), cut off anywhere after.</summary>
internal readonly ref struct QuotedPacket
{
    /// <summary>What RFC 792 promises of the payload; the ports lie there.</summary>
    private const int MinimumTransport = 8;

    private QuotedPacket(ReadOnlySpan<byte> bytes, int headerLength)
    {
        Source = Ipv4Address.Read(bytes[12..]);
        Destination = Ipv4Address.Read(bytes[16..]);
        Protocol = (IpProtocol)bytes[9];
        Transport = bytes[headerLength..];
    }

    public Ipv4Address Source { get; }

    public Ipv4Address Destination { get; }

    public IpProtocol Protocol { get; }

    public ReadOnlySpan<byte> Transport { get; }

    /// <summary>Not <see cref="Ipv4View"/>: the total length says more than what is there, and the checksum may have been changed on the way. Later fragments carry no ports.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out QuotedPacket packet)
    {
        packet = default;
        if (bytes.Length < Ipv4View.MinimumHeaderLength || bytes[0] >> 4 != 4)
            return false;
        int header = (bytes[0] & 0xf) * 4;
        if (header < Ipv4View.MinimumHeaderLength || bytes.Length < header + MinimumTransport
            || (BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x1fff) != 0)
        {
            return false;
        }

        packet = new QuotedPacket(bytes, header);
        return true;
    }
}
