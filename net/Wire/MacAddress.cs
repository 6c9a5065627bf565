using System.Buffers.Binary;
using System.Globalization;

namespace DSoftBus.Net.Wire;

/// <summary>A 48-bit Ethernet address (IEEE 802.3). The first byte on the wire is the most significant of <see cref="Value"/>.</summary>
/// <param name="Value">The address in the low 48 bits.</param>
public readonly record struct MacAddress(ulong Value)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 6;

    /// <summary>ff:ff:ff:ff:ff:ff.</summary>
    public static MacAddress Broadcast => new(0xffff_ffff_ffff);

    /// <summary>The group bit, the lowest of the first byte; set for broadcast too.</summary>
    public bool IsMulticast => (Value & 0x0100_0000_0000) != 0;

    public bool IsBroadcast => Value == 0xffff_ffff_ffff;

    /// <summary>All zero: no address.</summary>
    public bool IsZero => Value == 0;

    /// <summary>The last byte; test nodes derive their host number and their test seed from it.</summary>
    public byte LastByte => (byte)Value;

    /// <summary>Reads six bytes.</summary>
    public static MacAddress Read(ReadOnlySpan<byte> bytes) =>
        new(((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));

    /// <summary>The group address of an IPv4 multicast address: 01:00:5e and its low 23 bits (RFC 1112 section 6.4).</summary>
    public static MacAddress ForMulticast(Ipv4Address group) => new(0x0100_5e00_0000UL | (group.Value & 0x007f_ffff));

    /// <summary>Reads the form aa:bb:cc:dd:ee:ff.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MacAddress address)
    {
        address = default;
        if (text.Length != 17)
            return false;
        ulong value = 0;
        for (int i = 0; i < Length; i++)
        {
            if (i > 0 && text[(i * 3) - 1] != ':')
                return false;
            if (!byte.TryParse(text.Slice(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte part))
                return false;
            value = (value << 8) | part;
        }

        address = new MacAddress(value);
        return true;
    }

    /// <summary>Writes six bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(Value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)Value);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(byte)(Value >> 40):x2}:{(byte)(Value >> 32):x2}:{(byte)(Value >> 24):x2}:{(byte)(Value >> 16):x2}:{(byte)(Value >> 8):x2}:{(byte)Value:x2}");
}
