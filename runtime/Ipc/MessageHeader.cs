using System.Buffers.Binary;

namespace DSoftBus.Runtime.Ipc;

/// <summary>The message header of the kernel interface (spec/netstackd-ipc.md section 6).</summary>
/// <remarks>
/// <code>
/// offset 0 source u32 | 4 destination u32 | 8 type u16 | 10 flags u16 | 12 length u32      all little-endian
/// </code>
/// On send <see cref="Source"/> is the slot to move (with <see cref="CapMove"/>); on receive it is the slot of the moved
/// capability (0 for none) and <see cref="Destination"/> the sender's pid.
/// </remarks>
public readonly record struct MessageHeader(uint Source, uint Destination, ushort Type, ushort Flags, uint Length)
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 16;

    /// <summary>Flag: a capability moves with the message.</summary>
    public const ushort CapMove = 1;

    /// <summary>Writes 16 bytes.</summary>
    public void Emit(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Source);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Destination);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[8..], Type);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[10..], Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], Length);
    }

    /// <summary>Reads the first 16 bytes; false when there are fewer.</summary>
    public static bool TryParse(ReadOnlySpan<byte> source, out MessageHeader header)
    {
        header = default;
        if (source.Length < Size)
            return false;
        header = new MessageHeader(
            BinaryPrimitives.ReadUInt32LittleEndian(source),
            BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(source[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(source[10..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[12..]));
        return true;
    }
}
