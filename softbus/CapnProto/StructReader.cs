using System.Buffers.Binary;

namespace DSoftBus.Softbus.CapnProto;

/// <summary>
/// A struct inside a message: a data section and a pointer section. Fields that the writer's older schema did not have read as
/// zero, null pointers as empty. Offsets come from the schema; values have no default but zero (callers XOR theirs).
/// </summary>
public readonly ref struct StructReader
{
    private readonly ReadOnlySpan<byte> _segment;
    private readonly int _start;
    private readonly int _dataWords;
    private readonly int _pointerCount;
    private readonly int _nesting;

    internal StructReader(ReadOnlySpan<byte> segment, int start, int dataWords, int pointerCount, int nesting)
    {
        _segment = segment;
        _start = start;
        _dataWords = dataWords;
        _pointerCount = pointerCount;
        _nesting = nesting;
    }

    /// <param name="bit">Of the data section.</param>
    public bool GetBool(int bit) => (GetByte(bit / 8) & (1 << (bit % 8))) != 0;

    /// <param name="offset">In bytes of the data section.</param>
    public byte GetByte(int offset) => Has(offset, 1) ? Data(offset)[0] : (byte)0;

    /// <inheritdoc cref="GetByte"/>
    public ushort GetUInt16(int offset) => Has(offset, 2) ? BinaryPrimitives.ReadUInt16LittleEndian(Data(offset)) : (ushort)0;

    /// <inheritdoc cref="GetByte"/>
    public uint GetUInt32(int offset) => Has(offset, 4) ? BinaryPrimitives.ReadUInt32LittleEndian(Data(offset)) : 0;

    /// <inheritdoc cref="GetByte"/>
    public ulong GetUInt64(int offset) => Has(offset, 8) ? BinaryPrimitives.ReadUInt64LittleEndian(Data(offset)) : 0;

    /// <param name="message">The message that this struct belongs to.</param>
    /// <param name="pointer">Index in the pointer section.</param>
    /// <param name="data">The bytes in place; empty for a null pointer.</param>
    public CapnpError TryGetData(scoped ref MessageReader message, int pointer, out ReadOnlySpan<byte> data)
    {
        data = default;
        var error = TryGetList(ref message, pointer, out var list);
        return error == CapnpError.None ? list.TryGetBytes(out data) : error;
    }

    /// <param name="text">UTF-8 in place, without its NUL; empty for a null pointer.</param>
    /// <inheritdoc cref="TryGetData"/>
    public CapnpError TryGetText(scoped ref MessageReader message, int pointer, out ReadOnlySpan<byte> text)
    {
        text = default;
        var error = TryGetList(ref message, pointer, out var list);
        return error == CapnpError.None ? list.TryGetText(out text) : error;
    }

    /// <param name="texts">All elements are checked; <c>default</c> for a null pointer.</param>
    /// <inheritdoc cref="TryGetData"/>
    public CapnpError TryGetTextList(scoped ref MessageReader message, int pointer, out TextList texts)
    {
        texts = default;
        var error = TryGetList(ref message, pointer, out var list);
        return error == CapnpError.None ? TextList.TryOf(ref message, list, out texts) : error;
    }

    /// <param name="target"><c>default</c>, which reads as defaults, for a null pointer.</param>
    /// <inheritdoc cref="TryGetData"/>
    public CapnpError TryGetStruct(scoped ref MessageReader message, int pointer, out StructReader target)
    {
        var source = this; // target may be the very variable that holds this struct
        target = default;
        if (pointer >= source._pointerCount)
            return CapnpError.None;
        return message.TryFollowStruct(source._segment, source._start + source._dataWords + pointer, source._nesting, out target);
    }

    /// <param name="list">Empty for a null pointer.</param>
    /// <inheritdoc cref="TryGetData"/>
    public CapnpError TryGetList(scoped ref MessageReader message, int pointer, out ListReader list)
    {
        list = default;
        if (pointer >= _pointerCount)
            return CapnpError.None;
        return message.TryFollowList(_segment, _start + _dataWords + pointer, _nesting, out list);
    }

    private bool Has(int offset, int length) => offset + length <= _dataWords * MessageReader.WordLength;

    private ReadOnlySpan<byte> Data(int offset) => _segment[((_start * MessageReader.WordLength) + offset)..];
}
