using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using DSoftBus.Runtime.Entropy;

namespace DSoftBus.Net.Tcp.Opening;

/// <summary>SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash for short inputs whose values tell nothing about the key or about other inputs.</summary>
/// <param name="first">The key's first eight bytes, little-endian.</param>
/// <param name="second">Its other eight.</param>
public readonly struct SipHash(ulong first, ulong second)
{
    /// <summary>A hash whose key is the next sixteen bytes of <paramref name="source"/>.</summary>
    public static SipHash Draw(IRandomSource source) => new(source.NextUInt64(), source.NextUInt64());

    public ulong Of(ReadOnlySpan<byte> message)
    {
        ulong v0 = first ^ 0x736f6d6570736575, v1 = second ^ 0x646f72616e646f6d, v2 = first ^ 0x6c7967656e657261, v3 = second ^ 0x7465646279746573;
        ulong last = (ulong)message.Length << 56;
        while (message.Length >= sizeof(ulong))
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(message);
            v3 ^= word;
            Round(ref v0, ref v1, ref v2, ref v3);
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
            message = message[sizeof(ulong)..];
        }

        for (int i = 0; i < message.Length; i++)
            last |= (ulong)message[i] << (8 * i);
        v3 ^= last;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xff;
        for (int i = 0; i < 4; i++)
            Round(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        unchecked
        {
            v0 += v1;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v3;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v2 = BitOperations.RotateLeft(v2, 32);
        }
    }
}
