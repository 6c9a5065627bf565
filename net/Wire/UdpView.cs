using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>A UDP datagram as it lies in a buffer (RFC 768). Reading never throws once <see cref="TryParse"/> said yes.</summary>
/// <remarks>
/// <code>
///  0              16              31   all fields big-endian
/// | source port   | destination port  |
/// | length        | checksum          |
/// </code>
/// </remarks>
public readonly ref struct UdpView
{
    public const int HeaderLength = 8;

    private readonly ReadOnlySpan<byte> _bytes;

    private UdpView(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Bytes of header and payload.</summary>
    public int Length => _bytes.Length;

    /// <summary>Zero: the sender computed none.</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    /// <summary>RFC 1122 section 4.1.3.4: a checksum that is there must be right; none is accepted.</summary>
    public bool IsChecksumValid(Ipv4Address source, Ipv4Address destination) => Checksum == 0
        || InternetChecksum.IsValid(_bytes, InternetChecksum.PseudoHeader(source, destination, IpProtocol.Udp, _bytes.Length));

    /// <summary>Checks every length once; bytes after the datagram's own length are cut off.</summary>
    public static WireError TryParse(ReadOnlySpan<byte> bytes, out UdpView view)
    {
        view = default;
        if (bytes.Length < HeaderLength)
            return WireError.Truncated;
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        if (length < HeaderLength)
            return WireError.BadLength;
        if (length > bytes.Length)
            return WireError.Truncated;
        view = new UdpView(bytes[..length]);
        return WireError.None;
    }
}
