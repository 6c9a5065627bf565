using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>A TCP segment as it lies in a buffer (RFC 9293 section 3.1).</summary>
/// <remarks>
/// <code>
///  0    4    8              16              31   all fields big-endian
/// | source port             | destination port  |
/// | sequence number                             |
/// | acknowledgment number                       |
/// |offset|res| flags        | window            |
/// | checksum                | urgent pointer    |
/// | options, 0..40 bytes
/// </code>
/// </remarks>
public readonly ref struct TcpView
{
    public const int MinimumHeaderLength = 20;

    private readonly ReadOnlySpan<byte> _bytes;

    private TcpView(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    public uint SequenceNumber => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>Means something only with <see cref="TcpFlags.Ack"/>.</summary>
    public uint AcknowledgmentNumber => BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]);

    /// <summary>Bytes of the header with options, 20..60.</summary>
    public int HeaderLength => (_bytes[12] >> 4) * 4;

    public TcpFlags Flags => (TcpFlags)_bytes[13];

    /// <summary>As it lies there, unscaled.</summary>
    public ushort Window => BinaryPrimitives.ReadUInt16BigEndian(_bytes[14..]);

    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[16..]);

    public ushort UrgentPointer => BinaryPrimitives.ReadUInt16BigEndian(_bytes[18..]);

    public ReadOnlySpan<byte> Options => _bytes[MinimumHeaderLength..HeaderLength];

    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    /// <summary>Sequence space that the segment takes: its data, and one each for SYN and FIN (RFC 9293 section 3.4).</summary>
    public uint SequenceLength => (uint)Payload.Length + ((Flags & TcpFlags.Syn) != 0 ? 1u : 0) + ((Flags & TcpFlags.Fin) != 0 ? 1u : 0);

    /// <summary>RFC 9293 section 3.1 (MUST-3): the receiver checks it; there is no "none".</summary>
    public bool IsChecksumValid(Ipv4Address source, Ipv4Address destination) =>
        InternetChecksum.IsValid(_bytes, InternetChecksum.PseudoHeader(source, destination, IpProtocol.Tcp, _bytes.Length));

    /// <summary>Checks the data offset. <paramref name="bytes"/> is the IP payload, whose end is the segment's end.</summary>
    public static WireError TryParse(ReadOnlySpan<byte> bytes, out TcpView view)
    {
        view = default;
        if (bytes.Length < MinimumHeaderLength)
            return WireError.Truncated;
        int header = (bytes[12] >> 4) * 4;
        if (header < MinimumHeaderLength)
            return WireError.BadLength;
        if (header > bytes.Length)
            return WireError.Truncated;
        view = new TcpView(bytes);
        return WireError.None;
    }
}
