namespace DSoftBus.KernelShim.Threads;

/// <summary>Waiting threads that have a deadline, earliest first.</summary>
internal static unsafe class DeadlineList
{
    private static Thread* _first;

    /// <summary>The earliest deadline, or <see cref="Thread.Never"/>.</summary>
    public static ulong Earliest => _first == null ? Thread.Never : _first->Deadline;

    public static Thread* First => _first;

    public static void Add(Thread* thread)
    {
        Thread* before = null;
        Thread* after = _first;
        while (after != null && after->Deadline <= thread->Deadline)
        {
            before = after;
            after = after->LaterDeadline;
        }

        thread->EarlierDeadline = before;
        thread->LaterDeadline = after;
        if (before != null)
            before->LaterDeadline = thread;
        else
            _first = thread;
        if (after != null)
            after->EarlierDeadline = thread;
    }

    /// <summary>Takes a thread out and clears its deadline; nothing happens if it had none.</summary>
    public static void Remove(Thread* thread)
    {
        if (thread->Deadline == Thread.Never)
            return;
        if (thread->EarlierDeadline != null)
            thread->EarlierDeadline->LaterDeadline = thread->LaterDeadline;
        else
            _first = thread->LaterDeadline;
        if (thread->LaterDeadline != null)
            thread->LaterDeadline->EarlierDeadline = thread->EarlierDeadline;
        thread->Deadline = Thread.Never;
        thread->LaterDeadline = null;
        thread->EarlierDeadline = null;
    }
}
