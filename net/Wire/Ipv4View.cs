using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>An IPv4 packet as it lies in a buffer (RFC 791 section 3.1).</summary>
/// <remarks>
/// <code>
///  0  4   8       16  19          31   all fields big-endian
/// |ver|ihl| tos   | total length      |
/// | identification|fl| frag offset /8 |
/// | ttl   | proto | header checksum   |
/// | source                            |
/// | destination                       |
/// | options, 0..40 bytes              |
/// </code>
/// </remarks>
public readonly ref struct Ipv4View
{
    public const int MinimumHeaderLength = 20;

    private readonly ReadOnlySpan<byte> _bytes;

    private Ipv4View(ReadOnlySpan<byte> bytes, int total)
    {
        _bytes = bytes;
        TotalLength = total;
    }

    /// <summary>Bytes of the header with options, 20..60.</summary>
    public int HeaderLength => (_bytes[0] & 0xf) * 4;

    /// <summary>Bytes of header and payload.</summary>
    public int TotalLength { get; }

    /// <summary>Differentiated services and congestion bits (RFC 2474, RFC 3168).</summary>
    public byte TypeOfService => _bytes[1];

    public ushort Identification => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    public bool DontFragment => (_bytes[6] & 0x40) != 0;

    public bool MoreFragments => (_bytes[6] & 0x20) != 0;

    /// <summary>Where this fragment's payload belongs, in bytes.</summary>
    public int FragmentOffset => (BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]) & 0x1fff) * 8;

    public bool IsFragment => (BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]) & 0x3fff) != 0;

    public byte TimeToLive => _bytes[8];

    public IpProtocol Protocol => (IpProtocol)_bytes[9];

    public ushort HeaderChecksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[10..]);

    public Ipv4Address Source => Ipv4Address.Read(_bytes[12..]);

    public Ipv4Address Destination => Ipv4Address.Read(_bytes[16..]);

    /// <summary>Options as they lie there, padding included; a host may ignore them (RFC 1122 section 3.2.1.8).</summary>
    public ReadOnlySpan<byte> Options => _bytes[MinimumHeaderLength..HeaderLength];

    public ReadOnlySpan<byte> Header => _bytes[..HeaderLength];

    /// <summary>What follows the header, as far as it lies in the bytes that were parsed.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    /// <summary>RFC 1122 section 3.2.1.2: a host verifies the header checksum of every datagram.</summary>
    public bool IsChecksumValid => InternetChecksum.IsValid(Header);

    /// <summary>Whether a router alert option is there (RFC 2113). Broken options count as "no".</summary>
    public bool HasRouterAlert
    {
        get
        {
            var options = Options;
            while (options.Length >= 2 && options[0] != 0)
            {
                // Type 1 is "no operation", one byte without a length (RFC 791 section 3.1).
                int length = options[0] == 1 ? 1 : options[1];
                if (options[0] == Ipv4Repr.RouterAlertOption && length == 4)
                    return true;
                if (length < 1 || length > options.Length || (options[0] != 1 && length < 2))
                    return false;
                options = options[length..];
            }

            return false;
        }
    }

    /// <summary>Checks every length; what lies after the total length is link padding and cut off. The checksum is not looked at.</summary>
    public static WireError TryParse(ReadOnlySpan<byte> bytes, out Ipv4View view) => TryParse(bytes, bytes.Length, out view);

    /// <summary>The same for a packet that goes on behind <paramref name="bytes"/>, where at least the header lies: <paramref name="available"/> bytes altogether.</summary>
    public static WireError TryParse(ReadOnlySpan<byte> bytes, int available, out Ipv4View view)
    {
        view = default;
        if (bytes.Length < MinimumHeaderLength)
            return WireError.Truncated;
        if (bytes[0] >> 4 != 4)
            return WireError.BadVersion;
        int header = (bytes[0] & 0xf) * 4;
        int total = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (header < MinimumHeaderLength || total < header)
            return WireError.BadLength;
        if (total > available || header > bytes.Length)
            return WireError.Truncated;
        view = new Ipv4View(total < bytes.Length ? bytes[..total] : bytes, total);
        return WireError.None;
    }
}
