using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>A UDP header (RFC 768).</summary>
public readonly record struct UdpRepr(ushort SourcePort, ushort DestinationPort, int PayloadLength)
{
    /// <summary>Where the checksum lies in the header, for devices that compute it.</summary>
    public const int ChecksumOffset = 6;

    /// <summary>Bytes of header and payload.</summary>
    public int Length => UdpView.HeaderLength + PayloadLength;

    public static UdpRepr From(UdpView view) => new(view.SourcePort, view.DestinationPort, view.Payload.Length);

    /// <summary>Writes the header; the checksum is left zero, for <see cref="FillChecksum"/> or for the device.</summary>
    public void Emit(Span<byte> header)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], checked((ushort)Length));
        BinaryPrimitives.WriteUInt16BigEndian(header[ChecksumOffset..], 0);
    }

    /// <summary>Writes what a device needs to finish the checksum of a datagram of <paramref name="length"/> bytes: the sum of its pseudo header.</summary>
    public static void SeedChecksum(Span<byte> header, int length, Ipv4Address source, Ipv4Address destination) =>
        BinaryPrimitives.WriteUInt16BigEndian(header[ChecksumOffset..], InternetChecksum.Seed(InternetChecksum.PseudoHeader(source, destination, IpProtocol.Udp, length)));

    /// <summary>Writes the checksum over a whole datagram whose checksum field is zero; a sum of zero is sent as all ones (RFC 768).</summary>
    public static void FillChecksum(Span<byte> datagram, Ipv4Address source, Ipv4Address destination)
    {
        ulong sum = InternetChecksum.PseudoHeader(source, destination, IpProtocol.Udp, datagram.Length);
        ushort checksum = InternetChecksum.Finish(InternetChecksum.Accumulate(datagram, sum));
        BinaryPrimitives.WriteUInt16BigEndian(datagram[ChecksumOffset..], checksum == 0 ? (ushort)0xffff : checksum);
    }
}
