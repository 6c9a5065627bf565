namespace DSoftBus.Runtime.Ipc;

/// <summary>Waits in the order in which they came; any of them can leave.</summary>
internal sealed class WaitQueue<TWait>
    where TWait : class, IQueuedWait<TWait>
{
    private TWait? _last;

    internal TWait? First { get; private set; }

    internal void Add(TWait wait)
    {
        wait.Previous = _last;
        if (_last is null)
            First = wait;
        else
            _last.Next = wait;
        _last = wait;
    }

    internal void Remove(TWait wait)
    {
        if (wait.Previous is null)
            First = wait.Next;
        else
            wait.Previous.Next = wait.Next;
        if (wait.Next is null)
            _last = wait.Previous;
        else
            wait.Next.Previous = wait.Previous;
        wait.Previous = null;
        wait.Next = null;
    }
}
