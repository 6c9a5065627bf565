namespace DSoftBus.Runtime.Memory;

/// <summary>Access to the bytes of a memory object, short by construction: it cannot be kept over an await.</summary>
public readonly ref struct MemoryLease
{
    private readonly MemoryObject? _object;
    private readonly uint _number;

    internal MemoryLease(MemoryObject memoryObject, uint number, Span<byte> span)
    {
        _object = memoryObject;
        _number = number;
        Span = span;
    }

    /// <summary>The bytes; not to be used after <see cref="Dispose"/>.</summary>
    public Span<byte> Span { get; }

    /// <summary>Gives the access back; a second call does nothing.</summary>
    public void Dispose() => _object?.EndLease(_number);
}
