using DSoftBus.KernelShim.Memory;

namespace DSoftBus.KernelShim.Threads;

/// <summary>All live threads, at most <see cref="Capacity"/>.</summary>
internal static unsafe class ThreadTable
{
    public const int Capacity = 512;

    /// <summary>Ids run from 1 to here and then begin again behind 1, past those in use (pid_max, proc(5)).</summary>
    public const int LargestId = 32768;

    private struct Slots
    {
        public fixed ulong Thread[Capacity];
    }

    private static Slots _slots;
    private static int _highest; // no slot at or above it is used
    private static int _lastId;

    public static int Count { get; private set; }

    /// <summary>A thread with a fresh id and empty state, not yet runnable; null when the table or memory is full.</summary>
    public static Thread* Create()
    {
        int slot = 0;
        while (slot < Capacity && _slots.Thread[slot] != 0)
            slot++;
        if (slot == Capacity)
            return null;
        ulong page = FrameAllocator.Allocate();
        if (page == 0)
            return null;

        var thread = (Thread*)PhysicalMemory.At(page);
        thread->Id = NextId();
        thread->Deadline = Thread.Never;
        thread->RepeatedCall = -1;
        thread->Budget = Scheduler.Slice;
        FloatingPoint.Initialize(thread);
        _slots.Thread[slot] = (ulong)thread;
        if (slot >= _highest)
            _highest = slot + 1;
        Count++;
        return thread;
    }

    public static void Delete(Thread* thread)
    {
        for (int i = 0; i < _highest; i++)
        {
            if (_slots.Thread[i] != (ulong)thread)
                continue;
            _slots.Thread[i] = 0;
            FloatingPoint.Forget(thread);
            FrameAllocator.Free(PhysicalMemory.Of(thread));
            Count--;
            return;
        }
    }

    /// <summary>Ends, since there are more ids than threads.</summary>
    private static int NextId()
    {
        do
        {
            _lastId = _lastId < LargestId ? _lastId + 1 : 2;
        }
        while (Find(_lastId) != null);
        return _lastId;
    }

    public static Thread* Find(int id)
    {
        for (int i = 0; i < _highest; i++)
        {
            var thread = (Thread*)_slots.Thread[i];
            if (thread != null && thread->Id == id)
                return thread;
        }

        return null;
    }
}
