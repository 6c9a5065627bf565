namespace DSoftBus.Samples.Http;

/// <summary>The text of one body as it comes in; its memory counts against a <see cref="BodyBudget"/> until it is disposed.</summary>
internal sealed class BodyBuffer(BodyBudget budget) : IDisposable
{
    private const int Smallest = 4096;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Text => _bytes.AsMemory(0, Length);

    /// <summary>Makes room for <paramref name="capacity"/> octets at once; false when the budget does not have it.</summary>
    public bool TryReserve(int capacity)
    {
        if (capacity <= _bytes.Length)
            return true;
        if (!budget.TryTake(capacity - _bytes.Length))
            return false;
        Array.Resize(ref _bytes, capacity);
        return true;
    }

    /// <summary>Appends; false, and nothing is taken, when the budget does not have the memory.</summary>
    public bool TryAppend(ReadOnlySpan<byte> text)
    {
        int needed = Length + text.Length;
        if (needed > _bytes.Length && !TryReserve(Math.Min(Math.Max(Math.Max(needed, 2 * _bytes.Length), Smallest), Math.Max(needed, HttpLimits.Body))))
            return false;
        text.CopyTo(_bytes.AsSpan(Length));
        Length = needed;
        return true;
    }

    public void Dispose()
    {
        budget.Return(_bytes.Length);
        _bytes = [];
        Length = 0;
    }
}
