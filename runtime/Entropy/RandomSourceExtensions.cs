using System.Buffers.Binary;

namespace DSoftBus.Runtime.Entropy;

/// <summary>Integers drawn from a stream: the next bytes, read little-endian.</summary>
public static class RandomSourceExtensions
{
    public static ushort NextUInt16(this IRandomSource source)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        source.Fill(bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public static uint NextUInt32(this IRandomSource source)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        source.Fill(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public static ulong NextUInt64(this IRandomSource source)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        source.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
