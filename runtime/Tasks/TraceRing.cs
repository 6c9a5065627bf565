using System.Collections.Immutable;

namespace DSoftBus.Runtime.Tasks;

/// <summary>The last 64 trace entries of a task, and their texts in the crash note where there is one.</summary>
internal sealed class TraceRing(CrashNote? note = null, int task = CrashNote.Loop)
{
    internal const int Capacity = 64;

    private readonly TraceEntry[] _ring = new TraceEntry[Capacity];
    private long _written;

    internal void Add(in TraceEntry entry)
    {
        _ring[_written++ % Capacity] = entry;
        note?.Add(task, entry);
    }

    /// <summary>Oldest first.</summary>
    internal ImmutableArray<TraceEntry> Snapshot()
    {
        var count = (int)Math.Min(_written, Capacity);
        var entries = ImmutableArray.CreateBuilder<TraceEntry>(count);
        for (var i = _written - count; i < _written; i++)
            entries.Add(_ring[i % Capacity]);
        return entries.MoveToImmutable();
    }
}
