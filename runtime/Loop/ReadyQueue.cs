namespace DSoftBus.Runtime.Loop;

/// <summary>First in, first out, in a ring that only ever grows.</summary>
internal sealed class ReadyQueue
{
    private ReadyItem[] _ring = new ReadyItem[256];
    private int _head;

    internal int Count { get; private set; }

    internal void Enqueue(in ReadyItem item)
    {
        if (Count == _ring.Length)
            Grow();
        _ring[(_head + Count) & (_ring.Length - 1)] = item;
        Count++;
    }

    internal ReadyItem Dequeue()
    {
        var item = _ring[_head];
        _ring[_head] = default;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return item;
    }

    private void Grow()
    {
        var larger = new ReadyItem[_ring.Length * 2];
        for (var i = 0; i < Count; i++)
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        _ring = larger;
        _head = 0;
    }
}
