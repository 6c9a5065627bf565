namespace DSoftBus.Softbus.CapnProto;

/// <summary>
/// One pointer word (encoding specification, sections Structs, Lists, Inter-Segment Pointers); little-endian.
/// <code>
///  struct  offset:30 signed | 00 ; data words:16 ; pointers:16
///  list    offset:30 signed | 01 ; element size:3 ; count:29
///  far     landing pad:29 | double:1 | 10 ; segment:32
/// </code>
/// </summary>
internal readonly record struct WirePointer(ulong Word)
{
    public const uint StructKind = 0, ListKind = 1, FarKind = 2;

    public bool IsNull => Word == 0;

    public uint Kind => (uint)Word & 3;

    /// <summary>In words, from the end of the pointer to the start of the object.</summary>
    public int Offset => (int)(uint)Word >> 2;

    public int DataWords => (ushort)(Word >> 32);

    public int PointerCount => (ushort)(Word >> 48);

    public ElementSize ElementSize => (ElementSize)((Word >> 32) & 7);

    public int Count => (int)(Word >> 35);

    public bool IsDoubleFar => (Word & 4) != 0;

    /// <summary>Of the landing pad, in words from the start of its segment.</summary>
    public int PadWord => (int)((uint)Word >> 3);

    public uint Segment => (uint)(Word >> 32);

    /// <summary>In the tag of an inline composite list the offset is the element count.</summary>
    public int TagCount => (int)((uint)Word >> 2);

    public static WirePointer Struct(int offset, int dataWords, int pointerCount) =>
        new((uint)offset << 2 | StructKind | (ulong)(ushort)dataWords << 32 | (ulong)(ushort)pointerCount << 48);

    public static WirePointer List(int offset, ElementSize size, int count) =>
        new((uint)offset << 2 | ListKind | (ulong)size << 32 | (ulong)count << 35);
}
