using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Loop;

/// <summary>Waits by deadline, a binary heap; equal deadlines leave in the order in which they were added.</summary>
internal sealed class TimerHeap
{
    private LoopWait[] _heap = new LoopWait[64];
    private long _sequence;

    internal int Count { get; private set; }

    /// <summary>The earliest deadline, or never.</summary>
    internal Instant Next => Count == 0 ? Instant.Never : _heap[0].Deadline;

    internal void Add(LoopWait wait)
    {
        if (Count == _heap.Length)
            Array.Resize(ref _heap, Count * 2);
        wait.TimerSequence = _sequence++;
        SiftUp(wait, Count++);
    }

    internal void Remove(LoopWait wait)
    {
        var index = wait.TimerIndex;
        wait.TimerIndex = LoopWait.NoTimer;
        var last = _heap[--Count];
        _heap[Count] = null!;
        if (ReferenceEquals(last, wait))
            return;
        if (index > 0 && IsBefore(last, _heap[(index - 1) / 2]))
            SiftUp(last, index);
        else
            SiftDown(last, index);
    }

    /// <summary>Takes the earliest wait that is due at <paramref name="now"/>, or null.</summary>
    internal LoopWait? TakeDue(Instant now)
    {
        if (Count == 0 || _heap[0].Deadline > now)
            return null;
        var due = _heap[0];
        Remove(due);
        return due;
    }

    private static bool IsBefore(LoopWait left, LoopWait right) =>
        left.Deadline < right.Deadline || (left.Deadline == right.Deadline && left.TimerSequence < right.TimerSequence);

    private void SiftUp(LoopWait wait, int index)
    {
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (!IsBefore(wait, _heap[parent]))
                break;
            Place(_heap[parent], index);
            index = parent;
        }

        Place(wait, index);
    }

    private void SiftDown(LoopWait wait, int index)
    {
        while (true)
        {
            var child = (index * 2) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && IsBefore(_heap[child + 1], _heap[child]))
                child++;
            if (!IsBefore(_heap[child], wait))
                break;
            Place(_heap[child], index);
            index = child;
        }

        Place(wait, index);
    }

    private void Place(LoopWait wait, int index)
    {
        _heap[index] = wait;
        wait.TimerIndex = index;
    }
}
