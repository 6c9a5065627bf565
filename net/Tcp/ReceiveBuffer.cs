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
    private readonly List<(int Start, int End)> _islands = new(maximumGaps + 1);
    private byte[]? _ring;
    private int _read;

    public int Capacity => capacity;

    /// <summary>Octets in order that the user has not taken.</summary>
    public int Available { get; private set; }

    /// <summary>Octets of window that can be offered behind the text in order.</summary>
    public int Free => capacity - Available;

    /// <summary>Ranges behind a gap.</summary>
    public int Islands => _islands.Count;

    /// <summary>Stores text that starts <paramref name="offset"/> octets after the end of the text in order (negative: repeated octets), cut to what fits.</summary>
    /// <returns>Octets by which the text in order grew.</returns>
    public int Write(int offset, ReadOnlySpan<byte> text)
    {
        if (offset < 0)
        {
            if (-offset >= text.Length)
                return 0;
            text = text[-offset..];
            offset = 0;
        }

        if (offset >= Free || text.IsEmpty)
            return 0;
        if (text.Length > Free - offset)
            text = text[..(Free - offset)];
        if (_ring is null && !arrays.TryRent(out _ring))
            return 0;

        if (offset > 0)
        {
            AddIsland(offset, text);
            return 0;
        }

        return Extend(text);
    }

    /// <summary>The range behind a gap that holds the octet at <paramref name="offset"/>, counted like in <see cref="Write"/>.</summary>
    public bool TryFindIsland(int offset, out int start, out int end)
    {
        foreach (var island in _islands)
        {
            if (offset < island.Start || offset >= island.End)
                continue;
            (start, end) = island;
            return true;
        }

        start = end = 0;
        return false;
    }

    /// <summary>Takes octets in order.</summary>
    public int Read(Span<byte> destination)
    {
        int count = Math.Min(destination.Length, Available);
        if (count == 0)
            return 0;
        int first = Math.Min(count, capacity - _read);
        _ring.AsSpan(_read, first).CopyTo(destination);
        _ring.AsSpan(0, count - first).CopyTo(destination[first..]);
        _read = (_read + count) & (capacity - 1);
        Available -= count;
        GiveBackWhenEmpty();
        return count;
    }

    /// <summary>Throws everything away; the connection ended.</summary>
    public void Clear()
    {
        Available = 0;
        _islands.Clear();
        GiveBackWhenEmpty();
    }

    // Text at the edge: what lies between islands is copied, what islands hold already stays.
    private int Extend(ReadOnlySpan<byte> text)
    {
        int end = text.Length;
        int done = 0;
        int merged = 0;
        while (merged < _islands.Count && _islands[merged].Start <= end)
        {
            var (start, islandEnd) = _islands[merged];
            if (start > done)
                Copy(done, text[done..start]);
            done = Math.Max(done, islandEnd);
            merged++;
        }

        if (done < end)
        {
            Copy(done, text[done..]);
            done = end;
        }

        _islands.RemoveRange(0, merged);
        for (int i = 0; i < _islands.Count; i++)
            _islands[i] = (_islands[i].Start - done, _islands[i].End - done);
        Available += done;
        return done;
    }

    private void AddIsland(int start, ReadOnlySpan<byte> text)
    {
        int end = start + text.Length;
        int at = 0;
        while (at < _islands.Count && _islands[at].End < start)
            at++;
        int last = at;
        int newStart = start, newEnd = end, done = start;
        while (last < _islands.Count && _islands[last].Start <= end)
        {
            var island = _islands[last];
            if (island.Start > done)
                Copy(done, text[(done - start)..(island.Start - start)]);
            done = Math.Max(done, island.End);
            newStart = Math.Min(newStart, island.Start);
            newEnd = Math.Max(newEnd, island.End);
            last++;
        }

        if (last == at && _islands.Count == maximumGaps)
            return;
        if (done < end)
            Copy(done, text[(done - start)..]);
        _islands.RemoveRange(at, last - at);
        _islands.Insert(at, (newStart, newEnd));
    }

    private void Copy(int offset, ReadOnlySpan<byte> text)
    {
        int at = (_read + Available + offset) & (capacity - 1);
        int first = Math.Min(text.Length, capacity - at);
        text[..first].CopyTo(_ring.AsSpan(at));
        text[first..].CopyTo(_ring.AsSpan());
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
