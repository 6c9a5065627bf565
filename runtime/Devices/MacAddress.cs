using System.Buffers.Binary;
using System.Globalization;

namespace DSoftBus.Runtime.Devices;

/// <summary>A 48-bit Ethernet address (IEEE 802-2014 section 8.2).</summary>
public readonly record struct MacAddress
{
    /// <summary>Bytes of an address.</summary>
    public const int Length = 6;

    // "52:54:00:12:34:0a"
    private const int TextLength = 17;

    private readonly ulong _value;

    private MacAddress(ulong value) => _value = value;

    /// <summary>FF:FF:FF:FF:FF:FF.</summary>
    public static MacAddress Broadcast => new(0xFFFF_FFFF_FFFF);

    /// <summary>True for group addresses, the broadcast address among them: bit 0 of the first byte.</summary>
    public bool IsMulticast => (_value & 0x0100_0000_0000) != 0;

    public bool IsBroadcast => this == Broadcast;

    /// <summary>The last byte, which numbers the node in our test networks.</summary>
    public byte Last => (byte)_value;

    /// <summary>Reads the first six bytes of <paramref name="source"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than six bytes.</exception>
    public static MacAddress From(ReadOnlySpan<byte> source) =>
        new(((ulong)BinaryPrimitives.ReadUInt16BigEndian(source[..2]) << 32) | BinaryPrimitives.ReadUInt32BigEndian(source[2..Length]));

    /// <summary>Writes six bytes, first byte of the address first.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[..2], (ushort)(_value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..Length], (uint)_value);
    }

    /// <exception cref="FormatException">Not of the form <c>52:54:00:12:34:0a</c>.</exception>
    public static MacAddress Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not a MAC address.");

    /// <summary>Accepts exactly six two-digit hexadecimal numbers with colons between them, in either case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MacAddress address)
    {
        address = default;
        if (text.Length != TextLength)
            return false;
        ulong value = 0;
        for (var i = 0; i < Length; i++)
        {
            if (i > 0 && text[(i * 3) - 1] != ':')
                return false;
            if (!byte.TryParse(text.Slice(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var part))
                return false;
            value = (value << 8) | part;
        }

        address = new MacAddress(value);
        return true;
    }

    public override string ToString() =>
        $"{_value >> 40:x2}:{(byte)(_value >> 32):x2}:{(byte)(_value >> 24):x2}:{(byte)(_value >> 16):x2}:{(byte)(_value >> 8):x2}:{(byte)_value:x2}";
}
