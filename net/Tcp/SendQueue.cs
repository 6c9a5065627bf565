using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>The send side of a connection: text in packet buffers, one buffer per segment, oldest unacknowledged first. It holds one reference of each buffer.</summary>
/// <param name="capacity">Octets of text at once.</param>
/// <param name="maximumSegments">Bound of the segments that text may make (one small write each, at worst).</param>
/// <param name="budget">Buffers that all queues may hold.</param>
internal sealed class SendQueue(int capacity, int maximumSegments, SendBudget budget)
{
    private QueuedSegment[] _segments = [];
    private long _sent;
    private int _first;
    private PacketBuffer? _reserved;

    /// <summary>Segments held.</summary>
    public int Count { get; private set; }

    /// <summary>Octets held.</summary>
    public int Octets { get; private set; }

    /// <summary>Octets and segments that the peer reported out of order.</summary>
    public int SackedOctets { get; private set; }

    public int SackedSegments { get; private set; }

    /// <summary>Octets that are presumed lost and were not sent again.</summary>
    public int LostOctets { get; private set; }

    /// <summary>Octets that a write may bring now; 0 also when no segment may be added.</summary>
    public int Room => Count >= maximumSegments || budget.IsExhausted ? 0 : capacity - Octets;

    /// <summary>The segment <paramref name="index"/> places after the oldest.</summary>
    public ref QueuedSegment this[int index] => ref _segments[(_first + index) & (_segments.Length - 1)];

    /// <summary>Copies text behind what is queued, filling the last segment first as long as that was never sent.</summary>
    /// <param name="text">May be taken in part.</param>
    /// <param name="next">Sequence number of the first octet of <paramref name="text"/>.</param>
    /// <param name="segmentSize">Octets of text per segment.</param>
    /// <param name="headroom">Octets for headers in front of the text.</param>
    /// <param name="pool">Where buffers come from.</param>
    /// <returns>Octets taken; fewer than given when the queue, the budget or the pool is exhausted.</returns>
    public int Append(ReadOnlySpan<byte> text, SequenceNumber next, int segmentSize, int headroom, PacketPool pool)
    {
        int taken = 0;
        text = text[..Math.Min(text.Length, capacity - Octets)];
        while (taken < text.Length)
        {
            if (!HasOpenTail(segmentSize) && !TryOpen(next + taken, headroom, pool))
                break;
            ref var tail = ref this[Count - 1];
            int count = Math.Min(text.Length - taken, Math.Min(segmentSize - tail.Length, tail.Buffer.Tailroom));
            text.Slice(taken, count).CopyTo(tail.Buffer.Append(count));
            tail.Length += count;
            taken += count;
            Octets += count;
        }

        return taken;
    }

    /// <summary>Room for text in a buffer that becomes the next segment; empty when the queue, the budget or the pool is exhausted.</summary>
    public Span<byte> Reserve(int segmentSize, int headroom, PacketPool pool)
    {
        // Less than a segment is no room while more will be: who fills whole segments shall not leave a short one at each turn.
        if (capacity - Octets < Math.Min(segmentSize, capacity / 4))
            return default;
        if (_reserved is null)
        {
            if (Room <= 0 || !pool.TryRent(headroom, out _reserved))
                return default;
            budget.Take();
        }

        int room = Math.Min(Math.Min(segmentSize, capacity - Octets), _reserved.Tailroom);
        var span = _reserved.Append(room);
        _reserved.TrimEnd(room);
        return span;
    }

    /// <summary>Queues the first <paramref name="count"/> octets that were written into what <see cref="Reserve"/> gave.</summary>
    /// <returns>Octets taken; fewer than given only when the segment size shrank meanwhile and no buffer is free.</returns>
    public int Commit(int count, SequenceNumber next, int segmentSize, int headroom, PacketPool pool)
    {
        var buffer = _reserved ?? throw new InvalidOperationException("Nothing is reserved.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Math.Min(buffer.Tailroom, capacity - Octets), nameof(count));
        if (count == 0)
            return 0;
        bool fillsTail = HasOpenTail(segmentSize) && this[Count - 1].Length + count <= segmentSize;
        if (fillsTail || count > segmentSize || Count >= maximumSegments)
        {
            var text = buffer.Append(count);
            buffer.TrimEnd(count);
            return Append(text, next, segmentSize, headroom, pool);
        }

        _reserved = null;
        Grow();
        buffer.Append(count);
        this[Count] = new QueuedSegment { Buffer = buffer, Offset = buffer.Headroom, Sequence = next, Length = count };
        Count++;
        Octets += count;
        return count;
    }

    /// <summary>Gives up everything before <paramref name="number"/>.</summary>
    /// <param name="number">Cumulative acknowledgment.</param>
    /// <param name="sentAt">When the newest whole segment among them was sent, if each of them was sent once: a round-trip sample (RFC 6298 section 3).</param>
    /// <returns>Whole segments given up.</returns>
    public int Acknowledge(SequenceNumber number, out Instant? sentAt)
    {
        sentAt = null;
        bool ambiguous = false;
        int removed = 0;
        while (Count > 0)
        {
            ref var segment = ref this[0];
            if (segment.End > number)
            {
                Trim(ref segment, number - segment.Sequence);
                break;
            }

            ambiguous |= segment.Transmissions != 1;
            sentAt = segment.SentAt;
            Octets -= segment.Length;
            Unmark(ref segment);
            Release(ref segment);
            _first = (_first + 1) & (_segments.Length - 1);
            Count--;
            removed++;
        }

        if (ambiguous)
            sentAt = null;
        return removed;
    }

    /// <summary>The oldest segment that is presumed lost; -1: there is none.</summary>
    public int FirstLost()
    {
        for (int i = 0; LostOctets > 0 && i < Count; i++)
        {
            if (this[i].IsLost)
                return i;
        }

        return -1;
    }

    /// <summary>The peer has it.</summary>
    public void MarkSacked(int index)
    {
        ref var segment = ref this[index];
        Unmark(ref segment);
        segment.IsSacked = true;
        SackedOctets += segment.Length;
        SackedSegments++;
    }

    /// <summary>It is presumed gone, unless the peer has it.</summary>
    public void MarkLost(int index)
    {
        ref var segment = ref this[index];
        if (segment.IsLost || segment.IsSacked)
            return;
        segment.IsLost = true;
        LostOctets += segment.Length;
    }

    /// <summary>It was sent (again).</summary>
    public void MarkSent(int index)
    {
        ref var segment = ref this[index];
        segment.SentOrder = ++_sent;
        if (segment.IsLost)
            Unmark(ref segment);
    }

    /// <summary>No report counts any more (RFC 2018 section 8).</summary>
    public void ForgetSacked()
    {
        for (int i = 0; i < Count; i++)
        {
            if (this[i].IsSacked)
                Unmark(ref this[i]);
        }
    }

    /// <summary>
    /// Makes sure that nobody else holds the segment's buffer, so that it may be written: a device or a neighbour queue may still have it
    /// from the last transmission, and a device tells late that it has not. Then the text moves to a fresh buffer.
    /// </summary>
    /// <returns>False when no buffer is free.</returns>
    public bool TryOwn(int index, int headroom, PacketPool pool)
    {
        ref var segment = ref this[index];
        if (segment.Buffer.References == 1)
            return true;
        if (!pool.TryRent(headroom, out var buffer))
            return false;

        // Whatever headers are in front, the window ends with the text.
        segment.Buffer.Span[^segment.Length..].CopyTo(buffer.Append(segment.Length));
        segment.Buffer.Release();
        segment.Buffer = buffer;
        segment.Offset = headroom;
        return true;
    }

    /// <summary>Cuts a segment in two, the first with <paramref name="length"/> octets in a buffer of its own (headers may not overwrite text).</summary>
    /// <returns>False when no buffer is free.</returns>
    public bool TrySplit(int index, int length, int headroom, PacketPool pool)
    {
        if (budget.IsExhausted || !TryOwn(index, headroom, pool) || !pool.TryRent(headroom, out var buffer))
            return false;
        budget.Take();
        Grow();
        for (int i = Count; i > index; i--)
            this[i] = this[i - 1];
        Count++;
        ref var tail = ref this[index + 1];
        ref var head = ref this[index];
        tail.Buffer.SetWindow(tail.Offset, tail.Length);
        tail.Buffer.Span[..length].CopyTo(buffer.Append(length));
        head = new QueuedSegment
        {
            Buffer = buffer,
            Offset = headroom,
            Length = length,
            Sequence = tail.Sequence,
            SentAt = tail.SentAt,
            SentOrder = tail.SentOrder,
            Transmissions = tail.Transmissions,
            IsSacked = tail.IsSacked,
            IsLost = tail.IsLost,
        };
        if (tail.IsSacked)
        {
            SackedOctets += length;
            SackedSegments++;
        }

        if (tail.IsLost)
            LostOctets += length;
        Trim(ref tail, length);
        Octets += length;
        return true;
    }

    public void Clear()
    {
        for (int i = 0; i < Count; i++)
            Release(ref this[i]);
        if (_reserved is not null)
        {
            _reserved.Release();
            _reserved = null;
            budget.GiveBack();
        }

        Count = 0;
        Octets = SackedOctets = SackedSegments = LostOctets = 0;
    }

    private bool HasOpenTail(int segmentSize) =>
        Count > 0 && this[Count - 1] is { Transmissions: 0 } tail && tail.Length < segmentSize && tail.Buffer.Tailroom > 0;

    private bool TryOpen(SequenceNumber sequence, int headroom, PacketPool pool)
    {
        if (Count >= maximumSegments || budget.IsExhausted || !pool.TryRent(headroom, out var buffer))
            return false;
        budget.Take();
        Grow();
        this[Count] = new QueuedSegment { Buffer = buffer, Offset = headroom, Sequence = sequence };
        Count++;
        return true;
    }

    private void Trim(ref QueuedSegment segment, int octets)
    {
        if (octets <= 0)
            return;
        segment.Offset += octets;
        segment.Length -= octets;
        segment.Sequence += octets;
        Octets -= octets;
        if (segment.IsSacked)
            SackedOctets -= octets;
        if (segment.IsLost)
            LostOctets -= octets;
        if (segment.Transmissions == 0)
            segment.Buffer.SetWindow(segment.Offset, segment.Length);
    }

    private void Unmark(ref QueuedSegment segment)
    {
        if (segment.IsSacked)
        {
            SackedOctets -= segment.Length;
            SackedSegments--;
        }

        if (segment.IsLost)
            LostOctets -= segment.Length;
        segment.IsSacked = segment.IsLost = false;
    }

    private void Release(ref QueuedSegment segment)
    {
        segment.Buffer.Release();
        segment = default;
        budget.GiveBack();
    }

    private void Grow()
    {
        if (Count < _segments.Length)
            return;
        var larger = new QueuedSegment[Math.Max(2, 2 * _segments.Length)];
        for (int i = 0; i < Count; i++)
            larger[i] = this[i];
        _segments = larger;
        _first = 0;
    }
}
