using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Loop;

/// <summary>An auto-reset event with one waiter at a time. A set that nobody waited for is kept for the next wait.</summary>
/// <remarks>Loop thread only; another thread goes through <see cref="TaskLoop.Post"/>.</remarks>
public sealed class LoopSignal(TaskLoop loop)
{
    private readonly SignalWait _wait = new();
    private bool _isSet;

    public void Set()
    {
        if (_wait.IsActive && !_wait.IsCompleted)
            _wait.Complete(true);
        else
            _isSet = true;
    }

    /// <summary>Waits for <see cref="Set"/>: true when set, false when <paramref name="deadline"/> came first.</summary>
    /// <exception cref="InvalidOperationException">There is a waiter already.</exception>
    public ValueTask<bool> WaitAsync(Instant deadline)
    {
        if (_isSet && !_wait.IsActive)
        {
            _isSet = false;
            return new ValueTask<bool>(true);
        }

        if (loop.Current.HasEnded)
            return new EndedWait<bool>().Task;
        _wait.Begin(loop.Current, deadline);
        return _wait.Task;
    }

    private sealed class SignalWait : LoopWait<bool>
    {
        internal override void OnDeadline() => Complete(false);
    }
}
