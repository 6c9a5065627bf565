using System.Buffers.Binary;

namespace DSoftBus.Softbus.CapnProto;

/// <summary>
/// An unpacked Cap'n Proto message as it lies in a buffer: segment table (segment count - 1, sizes in words, u32 little-endian,
/// padded to 8), then the segments. Any bytes in, a value or a named error out; nothing is copied, thrown or allocated. Bytes
/// after the last segment are ignored.
/// </summary>
/// <remarks>Limits: 512 segments, 8 Mi words followed in all, nesting 64.</remarks>
public ref struct MessageReader
{
    /// <summary>Most segments of a message.</summary>
    public const int MaximumSegments = 512;

    /// <summary>Most words that may be followed, an object counted each time a pointer leads to it.</summary>
    public const long TraversalLimit = 8L << 20;

    /// <summary>Deepest nesting of structs and lists.</summary>
    public const int NestingLimit = 64;

    /// <summary>Bytes of a word.</summary>
    public const int WordLength = 8;

    private readonly ReadOnlySpan<byte> _message;
    private readonly int _segmentCount;
    private readonly int _tableLength;
    private long _remainingWords;

    private MessageReader(ReadOnlySpan<byte> message, int segmentCount, int tableLength)
    {
        _message = message;
        _segmentCount = segmentCount;
        _tableLength = tableLength;
        _remainingWords = TraversalLimit;
    }

    /// <summary>Checks the segment table: every segment it announces is there.</summary>
    public static CapnpError TryOpen(ReadOnlySpan<byte> message, out MessageReader reader)
    {
        reader = default;
        if (message.Length < WordLength)
            return CapnpError.Truncated;
        uint last = BinaryPrimitives.ReadUInt32LittleEndian(message);
        if (last >= MaximumSegments)
            return CapnpError.TooManySegments;
        int count = (int)last + 1;
        int tableLength = (4 + (4 * count) + 7) & ~7;
        if (message.Length < tableLength)
            return CapnpError.Truncated;
        long length = tableLength;
        for (int i = 0; i < count; i++)
            length += (long)BinaryPrimitives.ReadUInt32LittleEndian(message[(4 + (4 * i))..]) * WordLength;
        if (message.Length < length)
            return CapnpError.Truncated;
        reader = new MessageReader(message, count, tableLength);
        return CapnpError.None;
    }

    /// <summary>The root struct: the pointer at the start of the first segment. A null pointer reads as a struct of defaults.</summary>
    public CapnpError TryGetRoot(out StructReader root)
    {
        root = default;
        if (!TryGetSegment(0, out var segment) || segment.Length < WordLength)
            return CapnpError.OutOfBounds;
        return TryFollowStruct(segment, 0, NestingLimit, out root);
    }

    internal CapnpError TryFollowStruct(ReadOnlySpan<byte> segment, int pointerWord, int nesting, out StructReader target)
    {
        target = default;
        var error = Resolve(ref segment, pointerWord, out var pointer, out long start);
        if (error != CapnpError.None || pointer.IsNull)
            return error;
        if (pointer.Kind != WirePointer.StructKind)
            return CapnpError.WrongPointerKind;
        if (nesting == 0)
            return CapnpError.NestingLimit;
        error = Visit(segment, start, (long)pointer.DataWords + pointer.PointerCount);
        if (error == CapnpError.None)
            target = new StructReader(segment, (int)start, pointer.DataWords, pointer.PointerCount, nesting - 1);
        return error;
    }

    internal CapnpError TryFollowList(ReadOnlySpan<byte> segment, int pointerWord, int nesting, out ListReader target)
    {
        target = default;
        var error = Resolve(ref segment, pointerWord, out var pointer, out long start);
        if (error != CapnpError.None || pointer.IsNull)
            return error;
        if (pointer.Kind != WirePointer.ListKind)
            return CapnpError.WrongPointerKind;
        if (nesting == 0)
            return CapnpError.NestingLimit;
        if (pointer.ElementSize == ElementSize.InlineComposite)
            return TryFollowComposite(segment, start, pointer.Count, nesting, out target);

        long bits = (long)pointer.Count * BitsOf(pointer.ElementSize);
        error = Visit(segment, start, pointer.ElementSize == ElementSize.Void ? 0 : (bits + 63) / 64);
        if (error == CapnpError.None && pointer.ElementSize == ElementSize.Void)
            error = Charge(pointer.Count); // elements without bytes must cost something too
        if (error == CapnpError.None)
            target = new ListReader(segment, (int)start, pointer.ElementSize, pointer.Count, 0, 0, nesting - 1);
        return error;
    }

    private static int BitsOf(ElementSize size) => size switch
    {
        ElementSize.Bit => 1,
        ElementSize.Byte => 8,
        ElementSize.TwoBytes => 16,
        ElementSize.FourBytes => 32,
        ElementSize.EightBytes or ElementSize.Pointer => 64,
        _ => 0,
    };

    private static WirePointer WordAt(ReadOnlySpan<byte> segment, long word) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(segment[(int)(word * WordLength)..]));

    private CapnpError TryFollowComposite(ReadOnlySpan<byte> segment, long start, int words, int nesting, out ListReader target)
    {
        target = default;
        var error = Visit(segment, start, 1L + words);
        if (error != CapnpError.None)
            return error;
        var tag = WordAt(segment, start);
        if (tag.Kind != WirePointer.StructKind)
            return CapnpError.WrongPointerKind;
        int step = tag.DataWords + tag.PointerCount;
        if ((long)tag.TagCount * step > words)
            return CapnpError.OutOfBounds;
        if (step == 0)
            error = Charge(tag.TagCount);
        if (error == CapnpError.None)
            target = new ListReader(segment, (int)start + 1, ElementSize.InlineComposite, tag.TagCount, tag.DataWords, tag.PointerCount, nesting - 1);
        return error;
    }

    /// <summary>Follows far pointers: afterwards <paramref name="segment"/> holds the object and <paramref name="start"/> is its first word.</summary>
    private readonly CapnpError Resolve(ref ReadOnlySpan<byte> segment, int pointerWord, out WirePointer pointer, out long start)
    {
        pointer = WordAt(segment, pointerWord);
        start = (long)pointerWord + 1 + pointer.Offset;
        if (pointer.Kind != WirePointer.FarKind)
            return CapnpError.None;

        var far = pointer;
        int padWords = far.IsDoubleFar ? 2 : 1;
        if (!TryGetSegment(far.Segment, out segment))
            return CapnpError.UnknownSegment;
        if (((long)far.PadWord + padWords) * WordLength > segment.Length)
            return CapnpError.OutOfBounds;
        pointer = WordAt(segment, far.PadWord);
        if (!far.IsDoubleFar)
        {
            start = (long)far.PadWord + 1 + pointer.Offset;
            return pointer.Kind == WirePointer.FarKind ? CapnpError.BadLandingPad : CapnpError.None;
        }

        var content = pointer;
        pointer = WordAt(segment, far.PadWord + 1);
        if (content.Kind != WirePointer.FarKind || content.IsDoubleFar || pointer.Kind == WirePointer.FarKind)
            return CapnpError.BadLandingPad;
        start = content.PadWord;
        return TryGetSegment(content.Segment, out segment) ? CapnpError.None : CapnpError.UnknownSegment;
    }

    private readonly bool TryGetSegment(uint id, out ReadOnlySpan<byte> segment)
    {
        segment = default;
        if (id >= _segmentCount)
            return false;
        int start = _tableLength;
        for (int i = 0; i < id; i++)
            start += SegmentLength(i);
        segment = _message.Slice(start, SegmentLength((int)id));
        return true;
    }

    private readonly int SegmentLength(int id) =>
        (int)BinaryPrimitives.ReadUInt32LittleEndian(_message[(4 + (4 * id))..]) * WordLength;

    private CapnpError Visit(ReadOnlySpan<byte> segment, long start, long words)
    {
        if (start < 0 || start + words > segment.Length / WordLength)
            return CapnpError.OutOfBounds;
        return Charge(Math.Max(words, 1));
    }

    private CapnpError Charge(long words)
    {
        _remainingWords -= words;
        return _remainingWords < 0 ? CapnpError.TraversalLimit : CapnpError.None;
    }
}
