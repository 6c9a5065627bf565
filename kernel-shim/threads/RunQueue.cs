namespace DSoftBus.KernelShim.Threads;

/// <summary>Threads that are ready to run, in the order in which they will.</summary>
internal static unsafe class RunQueue
{
    private static Thread* _first;
    private static Thread* _last;

    public static bool IsEmpty => _first == null;

    public static void AddLast(Thread* thread)
    {
        thread->State = ThreadState.Ready;
        thread->Next = null;
        thread->Previous = _last;
        if (_last != null)
            _last->Next = thread;
        else
            _first = thread;
        _last = thread;
    }

    public static void AddFirst(Thread* thread)
    {
        thread->State = ThreadState.Ready;
        thread->Previous = null;
        thread->Next = _first;
        if (_first != null)
            _first->Previous = thread;
        else
            _last = thread;
        _first = thread;
    }

    /// <summary>Takes the next thread; the queue must not be empty.</summary>
    public static Thread* Take()
    {
        Thread* thread = _first;
        _first = thread->Next;
        if (_first != null)
            _first->Previous = null;
        else
            _last = null;
        thread->Next = null;
        return thread;
    }
}
