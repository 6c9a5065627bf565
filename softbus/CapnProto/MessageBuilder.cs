using System.Buffers.Binary;

namespace DSoftBus.Softbus.CapnProto;

/// <summary>
/// Writes one message of one segment into the caller's buffer, objects in the order in which they are asked for. Once the
/// buffer is too small every call does nothing and <see cref="Finish"/> says so. Nothing is allocated.
/// </summary>
public ref struct MessageBuilder
{
    /// <summary>Bytes before the segment: a table of one segment.</summary>
    public const int TableLength = 8;

    private readonly Span<byte> _segment;
    private int _words;
    private bool _tooSmall;

    /// <param name="destination">Owned by the caller; any content, it is overwritten.</param>
    public MessageBuilder(Span<byte> destination)
    {
        Destination = destination;
        _tooSmall = destination.Length < TableLength;
        _segment = _tooSmall ? default : destination[TableLength..];
        Allocate(1); // the root pointer
    }

    private Span<byte> Destination { get; }

    /// <summary>Bytes of a text object, its NUL and padding included; 0 for empty text, which messages leave as a null pointer.</summary>
    public static int TextLength(ReadOnlySpan<byte> text) => text.IsEmpty ? 0 : PaddedLength(text.Length + 1);

    /// <summary>Bytes of a data object with its padding.</summary>
    public static int DataLength(ReadOnlySpan<byte> data) => PaddedLength(data.Length);

    /// <summary>Bytes of a list of text with all its elements.</summary>
    public static int TextListLength(TextList texts)
    {
        int length = texts.Count * MessageReader.WordLength;
        foreach (var text in texts)
            length += PaddedLength(text.Length + 1);
        return length;
    }

    /// <summary>Makes the root struct; called once, first.</summary>
    public StructBuilder InitRoot(int dataWords, int pointerCount) => InitStructAt(0, dataWords, pointerCount);

    /// <summary>Makes a struct that pointer <paramref name="pointer"/> of <paramref name="owner"/> leads to.</summary>
    public StructBuilder InitStruct(StructBuilder owner, int pointer, int dataWords, int pointerCount) =>
        InitStructAt(owner.PointerWord(pointer), dataWords, pointerCount);

    /// <summary>Makes a list of structs; its elements are reached by <see cref="Element"/>.</summary>
    public StructBuilder InitStructList(StructBuilder owner, int pointer, int count, int dataWords, int pointerCount)
    {
        int step = dataWords + pointerCount;
        int pointerWord = owner.PointerWord(pointer);
        int start = Allocate(1 + (count * step));
        SetWord(pointerWord, WirePointer.List(start - pointerWord - 1, ElementSize.InlineComposite, count * step).Word);
        SetWord(start, WirePointer.Struct(count, dataWords, pointerCount).Word);
        return new StructBuilder(start + 1, dataWords, pointerCount);
    }

    /// <summary>Element <paramref name="index"/> of the list that starts with <paramref name="first"/>.</summary>
    public static StructBuilder Element(StructBuilder first, int index) =>
        new(first.Start + (index * (first.DataWords + first.PointerCount)), first.DataWords, first.PointerCount);

    public readonly void SetBool(StructBuilder owner, int bit, bool value)
    {
        if (value && !_tooSmall)
            _segment[(owner.Start * MessageReader.WordLength) + (bit / 8)] |= (byte)(1 << (bit % 8));
    }

    public readonly void SetByte(StructBuilder owner, int offset, byte value)
    {
        if (!_tooSmall)
            Data(owner, offset)[0] = value;
    }

    public readonly void SetUInt16(StructBuilder owner, int offset, ushort value)
    {
        if (!_tooSmall)
            BinaryPrimitives.WriteUInt16LittleEndian(Data(owner, offset), value);
    }

    public readonly void SetUInt32(StructBuilder owner, int offset, uint value)
    {
        if (!_tooSmall)
            BinaryPrimitives.WriteUInt32LittleEndian(Data(owner, offset), value);
    }

    public readonly void SetUInt64(StructBuilder owner, int offset, ulong value)
    {
        if (!_tooSmall)
            BinaryPrimitives.WriteUInt64LittleEndian(Data(owner, offset), value);
    }

    /// <summary>Copies data; an empty span becomes an empty list.</summary>
    public void SetData(StructBuilder owner, int pointer, ReadOnlySpan<byte> data) =>
        SetBytes(owner.PointerWord(pointer), data, data.Length);

    /// <summary>Copies UTF-8 text and adds its NUL; empty text stays a null pointer, which reads the same.</summary>
    public void SetText(StructBuilder owner, int pointer, ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty)
            SetBytes(owner.PointerWord(pointer), text, text.Length + 1);
    }

    /// <summary>Copies a list of text; <c>default</c> stays a null pointer.</summary>
    public void SetTextList(StructBuilder owner, int pointer, TextList texts)
    {
        if (!texts.IsPresent)
            return;
        int pointerWord = owner.PointerWord(pointer);
        int start = Allocate(texts.Count);
        SetWord(pointerWord, WirePointer.List(start - pointerWord - 1, ElementSize.Pointer, texts.Count).Word);
        for (int i = 0; i < texts.Count; i++)
        {
            var text = texts[i];
            SetBytes(start + i, text, text.Length + 1);
        }
    }

    /// <summary>Writes the segment table.</summary>
    /// <param name="length">Bytes of the whole message; 0 on error.</param>
    public readonly CapnpError Finish(out int length)
    {
        length = 0;
        if (_tooSmall)
            return CapnpError.DestinationTooSmall;
        BinaryPrimitives.WriteUInt32LittleEndian(Destination, 0); // segment count - 1
        BinaryPrimitives.WriteUInt32LittleEndian(Destination[4..], (uint)_words);
        length = TableLength + (_words * MessageReader.WordLength);
        return CapnpError.None;
    }

    internal static int PaddedLength(int length) => (length + 7) & ~7;

    private StructBuilder InitStructAt(int pointerWord, int dataWords, int pointerCount)
    {
        int start = Allocate(dataWords + pointerCount);

        // A struct without any words points at its own pointer, so that it differs from a null pointer.
        int offset = dataWords + pointerCount == 0 ? -1 : start - pointerWord - 1;
        SetWord(pointerWord, WirePointer.Struct(offset, dataWords, pointerCount).Word);
        return new StructBuilder(start, dataWords, pointerCount);
    }

    private void SetBytes(int pointerWord, ReadOnlySpan<byte> bytes, int count)
    {
        int start = Allocate(PaddedLength(count) / MessageReader.WordLength);
        SetWord(pointerWord, WirePointer.List(start - pointerWord - 1, ElementSize.Byte, count).Word);
        if (!_tooSmall)
            bytes.CopyTo(_segment[(start * MessageReader.WordLength)..]);
    }

    /// <summary>Takes zeroed words from the end of the segment; the first one's index.</summary>
    private int Allocate(int words)
    {
        int start = _words;
        if (_tooSmall || words > (_segment.Length / MessageReader.WordLength) - start)
        {
            _tooSmall = true;
            return start;
        }

        _segment.Slice(start * MessageReader.WordLength, words * MessageReader.WordLength).Clear();
        _words = start + words;
        return start;
    }

    private readonly void SetWord(int word, ulong value)
    {
        if (!_tooSmall)
            BinaryPrimitives.WriteUInt64LittleEndian(_segment[(word * MessageReader.WordLength)..], value);
    }

    private readonly Span<byte> Data(StructBuilder owner, int offset) => _segment[((owner.Start * MessageReader.WordLength) + offset)..];
}
