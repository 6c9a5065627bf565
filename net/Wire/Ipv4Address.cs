using System.Buffers.Binary;
using System.Globalization;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Net.Wire;

/// <summary>An IPv4 address (RFC 791). The first byte on the wire is the most significant of <see cref="Value"/>.</summary>
public readonly record struct Ipv4Address(uint Value)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 4;

    public Ipv4Address(byte a, byte b, byte c, byte d)
        : this(((uint)a << 24) | ((uint)b << 16) | ((uint)c << 8) | d)
    {
    }

    /// <summary>0.0.0.0: "this host" as a source (RFC 1122 section 3.2.1.3 a), "any" in a bind.</summary>
    public static Ipv4Address Any => default;

    /// <summary>255.255.255.255, the limited broadcast (RFC 1122 section 3.2.1.3 c).</summary>
    public static Ipv4Address LimitedBroadcast => new(0xffff_ffff);

    /// <summary>224.0.0.1, every host of the link (RFC 1112 section 4).</summary>
    public static Ipv4Address AllSystems => new(0xe000_0001);

    /// <summary>224.0.0.2, every router of the link: where IGMPv2 leaves go (RFC 2236 section 3).</summary>
    public static Ipv4Address AllRouters => new(0xe000_0002);

    /// <summary>224.0.0.22: routers that speak IGMP version 3 (RFC 3376 section 4.2.14).</summary>
    public static Ipv4Address AllIgmpv3Routers => new(0xe000_0016);

    public bool IsAny => Value == 0;

    public bool IsLimitedBroadcast => Value == 0xffff_ffff;

    /// <summary>224.0.0.0/4 (RFC 1112 section 4).</summary>
    public bool IsMulticast => Value >> 28 == 0xe;

    /// <summary>127.0.0.0/8 (RFC 1122 section 3.2.1.3 g).</summary>
    public bool IsLoopback => Value >> 24 == 127;

    /// <summary>240.0.0.0/4 without the limited broadcast (RFC 1112 section 4).</summary>
    public bool IsReserved => Value >> 28 == 0xf && Value != 0xffff_ffff;

    /// <summary>Whether one host could have this address as its own: not 0/8, loopback, multicast, reserved or broadcast.</summary>
    public bool IsUsableHost => Value >> 24 != 0 && Value >> 28 < 0xe && !IsLoopback;

    /// <summary>Reads four bytes.</summary>
    public static Ipv4Address Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt32BigEndian(bytes));

    /// <summary>The Ethernet address of a group: 01:00:5e and the low 23 bits (RFC 1112 section 6.4).</summary>
    public MacAddress GroupHardware() => MacAddress.From([0x01, 0x00, 0x5e, (byte)((Value >> 16) & 0x7f), (byte)(Value >> 8), (byte)Value]);

    /// <summary>Reads dotted decimal: four parts of one to three digits without a sign; a leading zero is refused, some systems read it as octal.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Ipv4Address address)
    {
        address = default;
        uint value = 0;
        for (int part = 0; part < 4; part++)
        {
            int end = text.IndexOf('.');
            if (end < 0 != (part == 3))
                return false;
            var digits = end < 0 ? text : text[..end];
            if (digits.Length is 0 or > 3 || (digits.Length > 1 && digits[0] == '0')
                || !byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out byte octet))
            {
                return false;
            }

            value = (value << 8) | octet;
            text = end < 0 ? default : text[(end + 1)..];
        }

        address = new Ipv4Address(value);
        return true;
    }

    /// <summary>Writes four bytes.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt32BigEndian(bytes, Value);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Value >> 24}.{(Value >> 16) & 0xff}.{(Value >> 8) & 0xff}.{Value & 0xff}");
}
