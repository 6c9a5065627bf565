namespace DSoftBus.KernelShim.Threads;

/// <summary>Threads that wait for a key (a futex word of the program or an object of the shim), by a hash of it, first come first served.</summary>
internal static unsafe class WaitQueues
{
    private const int BucketCount = 128;

    private struct Buckets
    {
        public fixed ulong First[BucketCount];
        public fixed ulong Last[BucketCount];
    }

    private static Buckets _buckets;

    public static void Add(Thread* thread, ulong key, uint mask)
    {
        int bucket = BucketOf(key);
        thread->WaitKey = key;
        thread->WaitMask = mask;
        thread->Next = null;
        thread->Previous = (Thread*)_buckets.Last[bucket];
        if (thread->Previous != null)
            thread->Previous->Next = thread;
        else
            _buckets.First[bucket] = (ulong)thread;
        _buckets.Last[bucket] = (ulong)thread;
    }

    /// <summary>Takes a thread out; nothing happens if it waits for no key.</summary>
    public static void Remove(Thread* thread)
    {
        if (thread->WaitKey == 0)
            return;
        int bucket = BucketOf(thread->WaitKey);
        if (thread->Previous != null)
            thread->Previous->Next = thread->Next;
        else
            _buckets.First[bucket] = (ulong)thread->Next;
        if (thread->Next != null)
            thread->Next->Previous = thread->Previous;
        else
            _buckets.Last[bucket] = (ulong)thread->Previous;
        thread->WaitKey = 0;
        thread->Next = null;
        thread->Previous = null;
    }

    /// <summary>Wakes up to <paramref name="limit"/> threads whose mask meets <paramref name="mask"/>; returns how many.</summary>
    public static int Wake(ulong key, int limit, uint mask, bool urgent)
    {
        int woken = 0;
        var thread = (Thread*)_buckets.First[BucketOf(key)];
        while (thread != null && woken < limit)
        {
            Thread* next = thread->Next;
            if (thread->WaitKey == key && (thread->WaitMask & mask) != 0)
            {
                Scheduler.Wake(thread, 0, urgent);
                woken++;
            }

            thread = next;
        }

        return woken;
    }

    /// <summary>Moves up to <paramref name="limit"/> waiters to another key without waking them; returns how many.</summary>
    public static int Requeue(ulong from, ulong to, int limit)
    {
        int moved = 0;
        if (from == to)
            return 0;
        var thread = (Thread*)_buckets.First[BucketOf(from)];
        while (thread != null && moved < limit)
        {
            Thread* next = thread->Next;
            if (thread->WaitKey == from)
            {
                uint mask = thread->WaitMask;
                Remove(thread);
                Add(thread, to, mask);
                moved++;
            }

            thread = next;
        }

        return moved;
    }

    private static int BucketOf(ulong key) => (int)((key * 0x9e37_79b9_7f4a_7c15UL) >> 57);
}
