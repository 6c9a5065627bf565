using System.Buffers.Binary;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Net.Wire;

/// <summary>A DHCP message as it lies in a UDP payload (RFC 2131 section 2).</summary>
/// <remarks>
/// <code>
///   0  op, htype, hlen, hops (one byte each)      28  client hardware address, 16 bytes
///   4  transaction id                             44  server name, 64 bytes
///   8  seconds, flags                            108  boot file, 128 bytes
///  12  client, your, server, relay address       236  cookie 63825363
///                                                240  options: code, length, value ... 255
/// </code>
/// All fields big-endian. The overload option (RFC 2132 section 9.3) makes boot file and server name option areas too.
/// </remarks>
public readonly ref struct DhcpView
{
    /// <summary>Bytes up to and with the cookie.</summary>
    public const int FixedLength = 240;

    public const byte RequestOperation = 1, ReplyOperation = 2;

    internal const uint Cookie = 0x63825363; // RFC 2131 section 3

    private const int FileOffset = 108, FileLength = 128, NameOffset = 44, NameLength = 64;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly byte _overload;

    private DhcpView(ReadOnlySpan<byte> bytes, byte overload)
    {
        _bytes = bytes;
        _overload = overload;
    }

    /// <summary>1 from a client, 2 from a server.</summary>
    public byte Operation => _bytes[0];

    public uint TransactionId => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>Since the client began.</summary>
    public ushort Seconds => BinaryPrimitives.ReadUInt16BigEndian(_bytes[8..]);

    /// <summary>The client cannot receive unicast yet.</summary>
    public bool Broadcast => (_bytes[10] & 0x80) != 0;

    public Ipv4Address ClientAddress => Ipv4Address.Read(_bytes[12..]);

    /// <summary>What the server offers or confirms.</summary>
    public Ipv4Address YourAddress => Ipv4Address.Read(_bytes[16..]);

    public Ipv4Address ServerAddress => Ipv4Address.Read(_bytes[20..]);

    public Ipv4Address RelayAddress => Ipv4Address.Read(_bytes[24..]);

    public MacAddress ClientHardware => MacAddress.From(_bytes[28..]);

    public DhcpMessageType MessageType => TryGetOption(DhcpOption.MessageType, out var value) && value.Length == 1 ? (DhcpMessageType)value[0] : DhcpMessageType.None;

    /// <summary>The first occurrence of an option, over all option areas.</summary>
    public bool TryGetOption(DhcpOption code, out ReadOnlySpan<byte> value)
    {
        if (TryFind(_bytes[FixedLength..], code, out value))
            return true;
        if ((_overload & 1) != 0 && TryFind(_bytes.Slice(FileOffset, FileLength), code, out value))
            return true;
        return (_overload & 2) != 0 && TryFind(_bytes.Slice(NameOffset, NameLength), code, out value);
    }

    /// <summary>An option of four bytes or, for lists of addresses, one of them.</summary>
    public uint? Word(DhcpOption code, int index = 0) =>
        TryGetOption(code, out var value) && value.Length >= 4 * (index + 1) ? BinaryPrimitives.ReadUInt32BigEndian(value[(4 * index)..]) : null;

    /// <summary>Checks cookie, hardware type and the bounds of every option. A missing end option is tolerated.</summary>
    public static WireError TryParse(ReadOnlySpan<byte> bytes, out DhcpView view)
    {
        view = default;
        if (bytes.Length < FixedLength)
            return WireError.Truncated;
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[236..]) != Cookie)
            return WireError.BadVersion;
        if (bytes[0] is not (RequestOperation or ReplyOperation) || bytes[1] != ArpRepr.EthernetHardware || bytes[2] != MacAddress.Length)
            return WireError.BadValue;
        if (!IsWellFormed(bytes[FixedLength..]))
            return WireError.BadLength;
        byte overload = TryFind(bytes[FixedLength..], DhcpOption.Overload, out var value) && value.Length == 1 ? value[0] : (byte)0;
        if (((overload & 1) != 0 && !IsWellFormed(bytes.Slice(FileOffset, FileLength)))
            || ((overload & 2) != 0 && !IsWellFormed(bytes.Slice(NameOffset, NameLength))))
        {
            return WireError.BadLength;
        }

        view = new DhcpView(bytes, overload);
        return WireError.None;
    }

    private static bool IsWellFormed(ReadOnlySpan<byte> area)
    {
        while (area.Length > 0 && area[0] != (byte)DhcpOption.End)
        {
            int length = EntryLength(area);
            if (length > area.Length)
                return false;
            area = area[length..];
        }

        return true;
    }

    private static bool TryFind(ReadOnlySpan<byte> area, DhcpOption code, out ReadOnlySpan<byte> value)
    {
        while (area.Length > 0 && area[0] != (byte)DhcpOption.End)
        {
            int length = EntryLength(area);
            if (area[0] == (byte)code && area[0] != (byte)DhcpOption.Pad)
            {
                value = area[2..length];
                return true;
            }

            area = area[length..];
        }

        value = default;
        return false;
    }

    /// <summary>One byte for a pad, else code, length and value; more than any area when the length byte is missing.</summary>
    private static int EntryLength(ReadOnlySpan<byte> area) =>
        area[0] == (byte)DhcpOption.Pad ? 1 : area.Length < 2 ? int.MaxValue : 2 + area[1];
}
