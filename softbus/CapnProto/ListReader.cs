using System.Text.Unicode;

namespace DSoftBus.Softbus.CapnProto;

/// <summary>A list inside a message, its bounds already checked.</summary>
public readonly ref struct ListReader
{
    private readonly ReadOnlySpan<byte> _segment;
    private readonly int _start;
    private readonly ElementSize _size;
    private readonly int _dataWords;
    private readonly int _pointerCount;
    private readonly int _nesting;

    internal ListReader(ReadOnlySpan<byte> segment, int start, ElementSize size, int count, int dataWords, int pointerCount, int nesting)
    {
        _segment = segment;
        _start = start;
        _size = size;
        Count = count;
        _dataWords = dataWords;
        _pointerCount = pointerCount;
        _nesting = nesting;
        IsPresent = true;
    }

    /// <summary>Elements; 0 for a null pointer.</summary>
    public int Count { get; }

    /// <summary>False for a null pointer.</summary>
    public bool IsPresent { get; }

    /// <summary>Element <paramref name="index"/> of a list of structs.</summary>
    public CapnpError TryGetStruct(int index, out StructReader element)
    {
        element = default;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        if (_size != ElementSize.InlineComposite)
            return CapnpError.WrongElementSize;
        if (_nesting == 0)
            return CapnpError.NestingLimit;
        element = new StructReader(_segment, _start + (index * (_dataWords + _pointerCount)), _dataWords, _pointerCount, _nesting - 1);
        return CapnpError.None;
    }

    /// <summary>Element <paramref name="index"/> of a list of text, UTF-8 in place without its NUL.</summary>
    public CapnpError TryGetText(scoped ref MessageReader message, int index, out ReadOnlySpan<byte> text)
    {
        text = default;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        int pointerWord = _start + (index * (_dataWords + _pointerCount)) + _dataWords; // a list of structs whose first pointer is the text
        if (_size == ElementSize.Pointer)
            pointerWord = _start + index;
        else if (_size != ElementSize.InlineComposite || _pointerCount == 0)
            return CapnpError.WrongElementSize;
        var error = message.TryFollowList(_segment, pointerWord, _nesting, out var bytes);
        return error == CapnpError.None ? bytes.TryGetText(out text) : error;
    }

    /// <summary>The bytes of a list of bytes; empty for a null pointer.</summary>
    internal CapnpError TryGetBytes(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!IsPresent)
            return CapnpError.None;
        if (_size != ElementSize.Byte)
            return CapnpError.WrongElementSize;
        bytes = _segment.Slice(_start * MessageReader.WordLength, Count);
        return CapnpError.None;
    }

    /// <summary>The same as text: checked, without the NUL that ends it on the wire.</summary>
    internal CapnpError TryGetText(out ReadOnlySpan<byte> text)
    {
        var error = TryGetBytes(out text);
        if (error != CapnpError.None || !IsPresent)
            return error;
        if (text.IsEmpty || text[^1] != 0)
            return CapnpError.TextNotTerminated;
        text = text[..^1];
        return Utf8.IsValid(text) ? CapnpError.None : CapnpError.TextNotUtf8;
    }
}
