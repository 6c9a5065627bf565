using System.Buffers.Binary;

namespace DSoftBus.Image.Checks.Soak;

/// <summary>The frames of a soak. Guest and host send each other pings and answer them; every byte follows from the number, so a damaged one shows. Compiled into both.</summary>
/// <remarks>
/// <code>
/// | destination 6 | source 6 | 0x88b5 | kind 1 | zero 1 | number 4, little-endian | filling |
/// </code>
/// 0x88b5 is the EtherType for local experiments (IEEE 802-2014 section 9.2.4).
/// </remarks>
internal static class SoakFrame
{
    public const int Longest = 1514;
    public const byte Ping = 1;
    public const byte Pong = 2;

    private const ushort EtherType = 0x88b5;
    private const int TypeOffset = 12;
    private const int KindOffset = 14;
    private const int NumberOffset = 16;
    private const int HeaderLength = 20;
    private const int Shortest = 60;
    private const uint LengthStep = 37;

    /// <summary>Bytes of frame <paramref name="number"/>: from 60 to 1514, each length comes up.</summary>
    public static int LengthOf(uint number) => Shortest + (int)(number * LengthStep % (Longest - Shortest + 1));

    /// <summary>Writes a whole frame into <paramref name="frame"/>, which is <see cref="LengthOf"/> bytes long.</summary>
    public static void Write(Span<byte> frame, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> source, byte kind, uint number)
    {
        destination.CopyTo(frame);
        source.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[TypeOffset..], EtherType);
        frame[KindOffset] = kind;
        frame[KindOffset + 1] = 0;
        BinaryPrimitives.WriteUInt32LittleEndian(frame[NumberOffset..], number);
        Fill(frame[HeaderLength..], number);
    }

    /// <summary>Whether the frame is one of a soak at all.</summary>
    public static bool IsOurs(ReadOnlySpan<byte> frame) => frame.Length >= HeaderLength && BinaryPrimitives.ReadUInt16BigEndian(frame[TypeOffset..]) == EtherType;

    /// <summary>Reads one of our frames. False when a byte of it is not as it was sent.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out byte kind, out uint number)
    {
        kind = frame[KindOffset];
        number = BinaryPrimitives.ReadUInt32LittleEndian(frame[NumberOffset..]);
        if (kind is not (Ping or Pong) || frame.Length != LengthOf(number))
            return false;
        Span<byte> expected = stackalloc byte[Longest - HeaderLength];
        expected = expected[..(frame.Length - HeaderLength)];
        Fill(expected, number);
        return frame[HeaderLength..].SequenceEqual(expected);
    }

    private static void Fill(Span<byte> bytes, uint number)
    {
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((number * 131) + (uint)(i * 7) + (number >> 8));
    }
}
