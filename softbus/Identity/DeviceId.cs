using System.Buffers.Binary;
using System.Buffers.Text;
using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Identity;

/// <summary>
/// A device's name on the bus: SHA-256 of its Ed25519 verifying key, written as 64 lower-case hex digits (noise-xk.md section 6).
/// A value without allocation; the order is that of the text, and the node with the lower id dials (decisions.md, Sessions).
/// </summary>
public readonly record struct DeviceId : IComparable<DeviceId>
{
    /// <summary>Digits of the text form.</summary>
    public const int TextLength = 64;

    private readonly ulong _first, _second, _third, _fourth;

    private DeviceId(ReadOnlySpan<byte> digest)
    {
        _first = BinaryPrimitives.ReadUInt64BigEndian(digest);
        _second = BinaryPrimitives.ReadUInt64BigEndian(digest[8..]);
        _third = BinaryPrimitives.ReadUInt64BigEndian(digest[16..]);
        _fourth = BinaryPrimitives.ReadUInt64BigEndian(digest[24..]);
    }

    /// <summary>The first 12 digits, as markers show a peer. Allocates: for messages only.</summary>
    public string Short => ToString()[..12];

    /// <summary>The id that belongs to a verifying key of 32 bytes.</summary>
    public static DeviceId Of(ReadOnlySpan<byte> verifyingKey)
    {
        Span<byte> digest = stackalloc byte[Sha256.Length];
        Sha256.Hash(verifyingKey, digest);
        return new DeviceId(digest);
    }

    /// <summary>Reads exactly 64 lower-case hex digits in ASCII; anything else, upper case included, is no id.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DeviceId id)
    {
        id = default;
        if (text.Length != TextLength)
            return false;
        Span<byte> digest = stackalloc byte[Sha256.Length];
        for (int i = 0; i < digest.Length; i++)
        {
            int high = Digit(text[2 * i]), low = Digit(text[(2 * i) + 1]);
            if ((high | low) < 0)
                return false;
            digest[i] = (byte)((high << 4) | low);
        }

        id = new DeviceId(digest);
        return true;
    }

    /// <summary>Writes the 64 digits in ASCII.</summary>
    /// <param name="destination">At least <see cref="TextLength"/> bytes.</param>
    public void WriteText(Span<byte> destination)
    {
        var format = new System.Buffers.StandardFormat('x', 16);
        Utf8Formatter.TryFormat(_first, destination, out _, format);
        Utf8Formatter.TryFormat(_second, destination[16..], out _, format);
        Utf8Formatter.TryFormat(_third, destination[32..], out _, format);
        Utf8Formatter.TryFormat(_fourth, destination[48..], out _, format);
    }

    public int CompareTo(DeviceId other)
    {
        int order = _first.CompareTo(other._first);
        if (order == 0)
            order = _second.CompareTo(other._second);
        if (order == 0)
            order = _third.CompareTo(other._third);
        return order == 0 ? _fourth.CompareTo(other._fourth) : order;
    }

    public override string ToString() => $"{_first:x16}{_second:x16}{_third:x16}{_fourth:x16}";

    public static bool operator <(DeviceId left, DeviceId right) => left.CompareTo(right) < 0;

    public static bool operator >(DeviceId left, DeviceId right) => left.CompareTo(right) > 0;

    private static int Digit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        _ => -1,
    };
}
