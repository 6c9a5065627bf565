using System.Buffers.Binary;

namespace DSoftBus.Net.Wire;

/// <summary>A DNS message with one question (RFC 1035 section 4).</summary>
/// <remarks>
/// <code>
///  0              16              31   all fields big-endian
/// | id            | QR op AA TC RD RA RCODE |
/// | questions     | answers       |
/// | authorities   | additional    |
/// | question: name, type, class | records: name, type, class, ttl, length, data ...
/// </code>
/// </remarks>
public readonly ref struct DnsView
{
    public const int HeaderLength = 12;

    public const ushort AddressType = 1, AliasType = 5, InternetClass = 1;

    private const int MaximumAliases = 8;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _answersOffset;

    private DnsView(ReadOnlySpan<byte> bytes, int answersOffset)
    {
        _bytes = bytes;
        _answersOffset = answersOffset;
    }

    public ushort Id => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public bool IsResponse => (_bytes[2] & 0x80) != 0;

    /// <summary>0 is a standard query.</summary>
    public int OperationCode => (_bytes[2] >> 3) & 0xf;

    public bool IsTruncated => (_bytes[2] & 2) != 0;

    public bool RecursionDesired => (_bytes[2] & 1) != 0;

    public DnsResponseCode ResponseCode => (DnsResponseCode)(_bytes[3] & 0xf);

    public int AnswerCount => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    public ushort QuestionType => BinaryPrimitives.ReadUInt16BigEndian(_bytes[(_answersOffset - 4)..]);

    public ushort QuestionClass => BinaryPrimitives.ReadUInt16BigEndian(_bytes[(_answersOffset - 2)..]);

    /// <summary>Copies the question's name in wire form; at most <see cref="DnsName.MaximumLength"/> bytes.</summary>
    public int ReadQuestionName(Span<byte> destination)
    {
        DnsName.TryRead(_bytes, HeaderLength, destination, out int written, out _);
        return written;
    }

    /// <summary>
    /// Copies the addresses of the question's name in order. Aliases in the answer section are followed, at most eight, in whatever order the
    /// records stand (RFC 1034 section 3.6.2); a circle of them leads nowhere. Returns how many.
    /// </summary>
    public int ReadAddresses(Span<Ipv4Address> destination)
    {
        Span<byte> wanted = stackalloc byte[DnsName.MaximumLength];
        int length = ReadQuestionName(wanted);
        for (int aliases = 0; aliases <= MaximumAliases; aliases++)
        {
            int count = ReadRecords(wanted[..length], destination, out var alias);
            if (count > 0 || alias.DataLength == 0)
                return count;
            if (DnsName.TryRead(_bytes, alias.DataOffset, wanted, out length, out int next) != WireError.None || next != alias.DataOffset + alias.DataLength)
                return 0;
        }

        return 0;
    }

    /// <summary>Checks the header, exactly one question, and the bounds of the answer section; later sections are not looked at.</summary>
    public static WireError TryParse(ReadOnlySpan<byte> bytes, out DnsView view)
    {
        view = default;
        if (bytes.Length < HeaderLength)
            return WireError.Truncated;
        if (BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) != 1)
            return WireError.BadValue;
        Span<byte> name = stackalloc byte[DnsName.MaximumLength];
        var error = DnsName.TryRead(bytes, HeaderLength, name, out _, out int offset);
        if (error != WireError.None)
            return error;
        if (offset + 4 > bytes.Length)
            return WireError.Truncated;
        int answersOffset = offset + 4;
        offset = answersOffset;
        for (int left = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]); left > 0; left--)
        {
            if (!TryReadRecord(bytes, offset, name, out _, out _, out offset))
                return WireError.Truncated;
        }

        view = new DnsView(bytes, answersOffset);
        return WireError.None;
    }

    // The addresses of one name, and the first alias of it; DataLength 0: there is none.
    private int ReadRecords(ReadOnlySpan<byte> wanted, Span<Ipv4Address> destination, out Record alias)
    {
        Span<byte> owner = stackalloc byte[DnsName.MaximumLength];
        alias = default;
        int count = 0, offset = _answersOffset;
        for (int i = 0; i < AnswerCount && count < destination.Length; i++)
        {
            if (!TryReadRecord(_bytes, offset, owner, out int length, out var record, out offset))
                break;
            if (record.Class != InternetClass || !DnsName.AreEqual(owner[..length], wanted))
                continue;
            if (record is { Type: AddressType, DataLength: Ipv4Address.Length })
                destination[count++] = Ipv4Address.Read(_bytes[record.DataOffset..]);
            else if (record.Type == AliasType && alias.DataLength == 0)
                alias = record;
        }

        return count;
    }

    private static bool TryReadRecord(ReadOnlySpan<byte> bytes, int offset, Span<byte> owner, out int ownerLength, out Record record, out int next)
    {
        record = default;
        next = offset;
        if (DnsName.TryRead(bytes, offset, owner, out ownerLength, out int fields) != WireError.None || fields + 10 > bytes.Length)
            return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(fields + 8)..]);
        next = fields + 10 + length;
        record = new Record(BinaryPrimitives.ReadUInt16BigEndian(bytes[fields..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(fields + 2)..]), fields + 10, length);
        return next <= bytes.Length;
    }

    private readonly record struct Record(ushort Type, ushort Class, int DataOffset, int DataLength);
}
