using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>An ICMP message (RFC 792).</summary>
/// <remarks>
/// <code>
///  0       8       16              31   all fields big-endian
/// | type  | code  | checksum          |
/// | identifier    | sequence number   |   echo; errors: unused, pointer, or next-hop MTU in the low half (RFC 1191)
/// | data: echo data, or the header and first bytes of the datagram that caused the error
/// </code>
/// </remarks>
public readonly ref struct IcmpView
{
    public const int HeaderLength = 8;

    private readonly ReadOnlySpan<byte> _bytes;

    private IcmpView(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public IcmpType Type => (IcmpType)_bytes[0];

    public byte Code => _bytes[1];

    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Of an echo message.</summary>
    public ushort Identifier => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>Of an echo message.</summary>
    public ushort Sequence => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    /// <summary>Of a fragmentation-needed error, 0 from routers before RFC 1191.</summary>
    public ushort NextHopMtu => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    /// <summary>The second word as it lies there.</summary>
    public uint Rest => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    public bool IsChecksumValid => InternetChecksum.IsValid(_bytes);

    /// <summary>An error about another datagram, which must never cause another error (RFC 1122 section 3.2.2).</summary>
    public bool IsError => Type is IcmpType.DestinationUnreachable or IcmpType.SourceQuench or IcmpType.Redirect
        or IcmpType.TimeExceeded or IcmpType.ParameterProblem;

    public static WireError TryParse(ReadOnlySpan<byte> bytes, out IcmpView view)
    {
        view = default;
        if (bytes.Length < HeaderLength)
            return WireError.Truncated;
        view = new IcmpView(bytes);
        return WireError.None;
    }
}
