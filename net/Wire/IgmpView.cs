using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>The eight bytes that every IGMP message but the version 3 report begins with (RFC 2236 section 2).</summary>
/// <remarks>
/// <code>
///  0       8       16              31   all fields big-endian
/// | type  | max response | checksum   |
/// | group address                     |
/// </code>
/// </remarks>
public readonly ref struct IgmpView
{
    public const int MessageLength = 8;

    private readonly ReadOnlySpan<byte> _bytes;

    private IgmpView(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public IgmpType Type => (IgmpType)_bytes[0];

    /// <summary>Of a query, as it lies there; its unit depends on the version.</summary>
    public byte MaximumResponseCode => _bytes[1];

    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Zero in a general query.</summary>
    public Ipv4Address Group => Ipv4Address.Read(_bytes[4..]);

    /// <summary>Of a query: 1 when the response code is zero, 3 from twelve bytes on, else 2 (RFC 3376 section 7.1).</summary>
    public int QueryVersion => _bytes.Length >= Igmpv3QueryView.MinimumLength ? 3 : MaximumResponseCode == 0 ? 1 : 2;

    /// <summary>The time within which a query wants its answers: tenths of seconds, 10 s for version 1 (RFC 2236 section 4).</summary>
    public TimeSpan MaximumResponseTime => QueryVersion switch
    {
        1 => TimeSpan.FromSeconds(10),
        2 => TimeSpan.FromMilliseconds(100 * MaximumResponseCode),
        _ => TimeSpan.FromMilliseconds(100 * Igmpv3QueryView.DecodeFloating(MaximumResponseCode)),
    };

    /// <summary>Over the whole message, extra bytes included (RFC 2236 section 2.3).</summary>
    public bool IsChecksumValid => InternetChecksum.IsValid(_bytes);

    /// <summary>Bytes beyond the eighth are kept for the checksum and otherwise ignored (RFC 2236 section 2.5).</summary>
    public static WireError TryParse(ReadOnlySpan<byte> bytes, out IgmpView view)
    {
        view = default;
        if (bytes.Length < MessageLength)
            return WireError.Truncated;
        view = new IgmpView(bytes);
        return WireError.None;
    }
}
