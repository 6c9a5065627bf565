using System.Threading.Tasks.Sources;

namespace DSoftBus.Runtime.Loop;

/// <summary>An async method that did not end at once: its result, and who waits for it.</summary>
internal abstract class LoopMethodBox<T> : IValueTaskSource<T>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<T> _core;
    private Action<object?>? _continuation;
    private object? _state;
    private SynchronizationContext? _context;

    protected LoopMethodBox() => Resume = MoveNext;

    /// <summary>Goes on with the method; one delegate for all its awaits.</summary>
    internal Action Resume { get; }

    internal ValueTask<T> Task => new(this, _core.Version);

    internal ValueTask PlainTask => new(this, _core.Version);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        (_continuation, _state, _context) = (continuation, state, SynchronizationContext.Current);
        if (_core.GetStatus(token) == ValueTaskSourceStatus.Pending)
            _core.OnCompleted(static box => ((LoopMethodBox<T>)box!).TellWaiter(), this, token, ValueTaskSourceOnCompletedFlags.None);
        else
            TellWaiter();
    }

    public T GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            Recycle();
        }
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    internal void SetResult(T result) => _core.SetResult(result);

    internal void SetException(Exception exception) => _core.SetException(exception);

    protected abstract void MoveNext();

    /// <summary>The result was taken.</summary>
    protected abstract void Recycle();

    // Through the ready queue of the waiter's owner: an owner that has ended never hears of it.
    private void TellWaiter()
    {
        var (continuation, state, context) = (_continuation!, _state, _context);
        (_continuation, _state, _context) = (null, null, null);
        if (context is OwnerContext owner)
            owner.Continue(continuation, state);
        else if (context is not null)
            context.Post(new SendOrPostCallback(continuation), state);
        else
            continuation(state);
    }
}
