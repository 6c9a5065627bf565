namespace DSoftBus.Net.Tcp;

/// <summary>
/// The receive side of a connection: a ring whose read end is what the user takes next. Text that arrives out of order is put at its
/// place at once; a bounded list says which ranges behind the first gap are filled. Overlaps are harmless: an octet keeps the value it had first.
/// </summary>
/// <param name="capacity">Octets, a power of two.</param>
/// <param name="maximumGaps">Bound of the list.</param>
/// <param name="arrays">Where rings come from.</param>
/// <remarks>The ring is rented when text arrives and given back when the ring is empty: idle connections hold none.</remarks>
public sealed class ReceiveBuffer(int capacity, int maximumGaps, ByteRingPool arrays)
{
    // Places count from the first octet of the connection, so that text in order moves none of them.
    private readonly List<(long Start, long End)> _islands = [];
    private byte[]? _ring;
    private int _read;
    private long _edge; // The place behind the text in order.

    public int Capacity => capacity;

    /// <summary>Octets in order that the user has not taken.</summary>
    public int Available { get; private set; }

    /// <summary>Octets of window that can be offered behind the text in order.</summary>
    public int Free => capacity - Available;

    /// <summary>Ranges behind a gap.</summary>
    public int Islands => _islands.Count;

    /// <summary>The text in order up to the end of the ring; what is missing of <see cref="Available"/> follows when this is taken.</summary>
    public ReadOnlySpan<byte> Readable => _ring.AsSpan(_read, Math.Min(Available, capacity - _read));

    /// <summary>Stores text that starts <paramref name="offset"/> octets after the end of the text in order (negative: repeated octets), cut to what fits.</summary>
    /// <returns>Octets by which the text in order grew.</returns>
    public int Write(int offset, SegmentText text)
    {
        if (offset < 0)
        {
            if (-offset >= text.Length)
                return 0;
            text = text.Slice(-offset);
            offset = 0;
        }

        if (offset >= Free || text.Length == 0)
            return 0;
        if (text.Length > Free - offset)
            text = text.Slice(0, Free - offset);
        if (_ring is null && !arrays.TryRent(out _ring))
            return 0;

        if (offset > 0)
        {
            AddIsland(_edge + offset, text);
            return 0;
        }

        if (_islands.Count > 0)
            return Extend(text);
        Copy(_edge, text);
        return Grow(text.Length);
    }

    /// <summary>The range behind a gap that holds the octet at <paramref name="offset"/>, counted like in <see cref="Write"/>.</summary>
    public bool TryFindIsland(int offset, out int start, out int end)
    {
        long place = _edge + offset;
        int index = FirstThatEndsFrom(place + 1);
        if (index < _islands.Count && _islands[index].Start <= place)
        {
            (start, end) = ((int)(_islands[index].Start - _edge), (int)(_islands[index].End - _edge));
            return true;
        }

        start = end = 0;
        return false;
    }

    /// <summary>Takes octets in order.</summary>
    public int Read(Span<byte> destination)
    {
        int taken = 0;
        while (taken < destination.Length && Available > 0)
        {
            var text = Readable;
            if (text.Length > destination.Length - taken)
                text = text[..(destination.Length - taken)];
            text.CopyTo(destination[taken..]);
            taken += text.Length;
            Skip(text.Length);
        }

        return taken;
    }

    /// <summary>Takes octets that were looked at in <see cref="Readable"/>.</summary>
    public void Skip(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Available, nameof(count));
        _read = (_read + count) & (capacity - 1);
        Available -= count;
        GiveBackWhenEmpty();
    }

    /// <summary>Throws everything away; the connection ended.</summary>
    public void Clear()
    {
        Available = 0;
        _islands.Clear();
        GiveBackWhenEmpty();
    }

    // Text at the edge: what lies between islands is copied, what islands hold already stays.
    private int Extend(SegmentText text)
    {
        long end = _edge + text.Length;
        long done = _edge;
        int merged = 0;
        while (merged < _islands.Count && _islands[merged].Start <= end)
        {
            var (start, islandEnd) = _islands[merged];
            if (start > done)
                Copy(done, text.Slice((int)(done - _edge), (int)(start - done)));
            done = Math.Max(done, islandEnd);
            merged++;
        }

        if (done < end)
        {
            Copy(done, text.Slice((int)(done - _edge)));
            done = end;
        }

        _islands.RemoveRange(0, merged);
        return Grow((int)(done - _edge));
    }

    private void AddIsland(long start, SegmentText text)
    {
        long end = start + text.Length;
        int at = FirstThatEndsFrom(start);
        int last = at;
        long newStart = start, newEnd = end, done = start;
        while (last < _islands.Count && _islands[last].Start <= end)
        {
            var island = _islands[last];
            if (island.Start > done)
                Copy(done, text.Slice((int)(done - start), (int)(island.Start - done)));
            done = Math.Max(done, island.End);
            newStart = Math.Min(newStart, island.Start);
            newEnd = Math.Max(newEnd, island.End);
            last++;
        }

        if (last == at && _islands.Count == maximumGaps)
            return;
        if (done < end)
            Copy(done, text.Slice((int)(done - start)));
        if (last > at)
        {
            _islands[at] = (newStart, newEnd);
            _islands.RemoveRange(at + 1, last - at - 1);
        }
        else
        {
            _islands.Insert(at, (newStart, newEnd));
        }
    }

    // The first island that reaches to the place or beyond it.
    private int FirstThatEndsFrom(long place)
    {
        int low = 0, high = _islands.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_islands[middle].End < place)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private int Grow(int octets)
    {
        _edge += octets;
        Available += octets;
        return octets;
    }

    private void Copy(long place, SegmentText text)
    {
        int at = (_read + Available + (int)(place - _edge)) & (capacity - 1);
        int first = Math.Min(text.Length, capacity - at);
        text.Slice(0, first).CopyTo(_ring.AsSpan(at));
        if (first < text.Length)
            text.Slice(first).CopyTo(_ring.AsSpan());
    }

    private void GiveBackWhenEmpty()
    {
        if (_ring is null || Available > 0 || _islands.Count > 0)
            return;
        arrays.Return(_ring);
        _ring = null;
        _read = 0;
    }
}
