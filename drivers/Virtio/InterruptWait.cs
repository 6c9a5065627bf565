using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Drivers.Virtio;

/// <summary>Waits on an interrupt line until a condition holds; one waiter, no allocation per wait.</summary>
/// <remarks>
/// Written by hand because the pooled state machine of the compiler allocates a delegate per resumption on a synchronization context.
/// The waiter continues within the loop's work item that brought the interrupt, as work of the same task.
/// </remarks>
internal sealed class InterruptWait : IValueTaskSource
{
    private readonly IInterruptLine _line;
    private readonly Func<bool> _isDone;
    private readonly Action _onInterrupt;
    private readonly Action _resume;
    private ValueTaskAwaiter<bool> _awaiter;
    private Instant _deadline;
    private Action<object?>? _continuation;
    private object? _state;
    private short _version;
    private bool _isActive;
    private bool _isCompleted;

    /// <param name="line">The line to sleep on.</param>
    /// <param name="isDone">Asked before each sleep, and must have made the device interrupt when it says no.</param>
    /// <param name="onInterrupt">Called after each interrupt, before <paramref name="isDone"/> is asked again.</param>
    public InterruptWait(IInterruptLine line, Func<bool> isDone, Action onInterrupt)
    {
        _line = line;
        _isDone = isDone;
        _onInterrupt = onInterrupt;
        _resume = Resume;
    }

    /// <exception cref="InvalidOperationException">There is a waiter already.</exception>
    public ValueTask WaitAsync(Instant deadline)
    {
        if (_isActive)
            throw new InvalidOperationException("There is a waiter already: one at a time.");
        _deadline = deadline;
        if (!TrySleep())
            return ValueTask.CompletedTask;
        _isActive = true;
        return new ValueTask(this, _version);
    }

    public ValueTaskSourceStatus GetStatus(short token)
    {
        CheckToken(token);
        return _isCompleted ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;
    }

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        CheckToken(token);
        if (_continuation is not null)
            throw new InvalidOperationException("A wait can be awaited once.");
        _continuation = continuation;
        _state = state;
        if (_isCompleted)
            continuation(state);
    }

    public void GetResult(short token)
    {
        CheckToken(token);
        if (!_isCompleted)
            throw new InvalidOperationException("The wait has not completed: the loop cannot be blocked on.");
        _continuation = null;
        _state = null;
        _isActive = false;
        _isCompleted = false;
        _version++;
    }

    /// <summary>False when there is no reason to sleep (any more).</summary>
    private bool TrySleep()
    {
        while (!_isDone())
        {
#pragma warning disable CA2012 // The awaiter is consumed exactly once: below, or in Resume.
            ValueTaskAwaiter<bool> awaiter = _line.WaitAsync(_deadline).GetAwaiter();
#pragma warning restore CA2012
            if (!awaiter.IsCompleted)
            {
                _awaiter = awaiter;
                awaiter.UnsafeOnCompleted(_resume);
                return true;
            }

            if (!awaiter.GetResult())
                return false;
            _onInterrupt();
        }

        return false;
    }

    private void Resume()
    {
        if (_awaiter.GetResult())
        {
            _onInterrupt();
            if (TrySleep())
                return;
        }

        _isCompleted = true;
        _continuation?.Invoke(_state);
    }

    private void CheckToken(short token)
    {
        if (token != _version || !_isActive)
            throw new InvalidOperationException("This wait was consumed already.");
    }
}
