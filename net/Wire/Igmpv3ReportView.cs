using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>A version 3 membership report (RFC 3376 section 4.2).</summary>
/// <remarks>
/// <code>
///  0       8       16              31   all fields big-endian
/// | 0x22  | 0     | checksum          |
/// | 0             | number of records |
/// | type  | aux words | number of sources |   each record
/// | group | sources ... | auxiliary data ...
/// </code>
/// </remarks>
public readonly ref struct Igmpv3ReportView
{
    public const int HeaderLength = 8;
    public const int RecordHeaderLength = 8;

    private readonly ReadOnlySpan<byte> _bytes;

    private Igmpv3ReportView(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public int RecordCount => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    public bool IsChecksumValid => InternetChecksum.IsValid(_bytes);

    /// <summary>The records in order. Every length was checked by <see cref="TryParse"/>.</summary>
    public Enumerator GetEnumerator() => new(_bytes[HeaderLength..], RecordCount);

    public static WireError TryParse(ReadOnlySpan<byte> bytes, out Igmpv3ReportView view)
    {
        view = default;
        if (bytes.Length < HeaderLength)
            return WireError.Truncated;
        if (bytes[0] != (byte)IgmpType.V3MembershipReport)
            return WireError.BadValue;
        var rest = bytes[HeaderLength..];
        for (int left = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]); left > 0; left--)
        {
            if (rest.Length < RecordHeaderLength || rest.Length < RecordLength(rest))
                return WireError.Truncated;
            rest = rest[RecordLength(rest)..];
        }

        view = new Igmpv3ReportView(bytes);
        return WireError.None;
    }

    private static int RecordLength(ReadOnlySpan<byte> record) =>
        RecordHeaderLength + (4 * (record[1] + BinaryPrimitives.ReadUInt16BigEndian(record[2..])));

    /// <summary>Walks the group records.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;
        private int _left;

        internal Enumerator(ReadOnlySpan<byte> records, int count)
        {
            _rest = records;
            _left = count;
        }

        public Igmpv3GroupRecord Current { get; private set; }

        public bool MoveNext()
        {
            if (_left == 0)
                return false;
            _left--;
            Current = new Igmpv3GroupRecord((Igmpv3RecordType)_rest[0], Ipv4Address.Read(_rest[4..]), BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]));
            _rest = _rest[RecordLength(_rest)..];
            return true;
        }
    }
}
