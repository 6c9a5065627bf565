using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>A version 3 membership query (RFC 3376 section 4.1).</summary>
/// <remarks>
/// <code>
///  0       8       16              31   all fields big-endian
/// | 0x11  | max response code| checksum |
/// | group address                     |
/// | res/S/QRV| QQIC | number of sources|
/// | source addresses ...
/// </code>
/// </remarks>
public readonly ref struct Igmpv3QueryView
{
    public const int MinimumLength = 12;

    private readonly ReadOnlySpan<byte> _bytes;

    private Igmpv3QueryView(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public byte MaximumResponseCode => _bytes[1];

    public Ipv4Address Group => Ipv4Address.Read(_bytes[4..]);

    /// <summary>Routers shall not update their timers (the S flag).</summary>
    public bool SuppressRouterProcessing => (_bytes[8] & 8) != 0;

    /// <summary>0..7.</summary>
    public int RobustnessVariable => _bytes[8] & 7;

    /// <summary>The querier's interval, in the floating form of RFC 3376 section 4.1.7, seconds.</summary>
    public byte QueryIntervalCode => _bytes[9];

    public int SourceCount => BinaryPrimitives.ReadUInt16BigEndian(_bytes[10..]);

    /// <summary>Source <paramref name="index"/> of <see cref="SourceCount"/>.</summary>
    public Ipv4Address Source(int index) => Ipv4Address.Read(_bytes.Slice(MinimumLength + (index * Ipv4Address.Length), Ipv4Address.Length));

    public static WireError TryParse(ReadOnlySpan<byte> bytes, out Igmpv3QueryView view)
    {
        view = default;
        if (bytes.Length < MinimumLength)
            return WireError.Truncated;
        if (bytes[0] != (byte)IgmpType.MembershipQuery)
            return WireError.BadValue;
        if (MinimumLength + (BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]) * Ipv4Address.Length) > bytes.Length)
            return WireError.Truncated;
        view = new Igmpv3QueryView(bytes);
        return WireError.None;
    }

    /// <summary>Values from 128 on are a mantissa and an exponent (RFC 3376 section 4.1.1).</summary>
    internal static int DecodeFloating(byte code) => code < 128 ? code : ((code & 0xf) | 0x10) << (((code >> 4) & 7) + 3);
}
