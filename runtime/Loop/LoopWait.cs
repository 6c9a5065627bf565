using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Loop;

/// <summary>One await that the loop completes: registered with its owner and, with a deadline, in the timer heap.</summary>
/// <remarks>
/// Life: idle, <see cref="Begin"/>, waiting, completed, consumed by the awaiter, idle again with a new version.
/// A wait of an owner that ends goes idle from wherever it is, and its continuation is forgotten.
/// </remarks>
internal abstract class LoopWait
{
    internal const int NoTimer = -1;

    private Action<object?>? _continuation;
    private object? _state;

    internal Instant Deadline { get; private set; }

    internal int TimerIndex { get; set; } = NoTimer;

    internal long TimerSequence { get; set; }

    internal LoopWait? PreviousOfOwner { get; set; }

    internal LoopWait? NextOfOwner { get; set; }

    /// <summary>Begun and not yet consumed.</summary>
    internal bool IsActive => Owner is not null;

    internal bool IsCompleted { get; private set; }

    internal LoopOwner? Owner { get; private set; }

    internal short Version { get; private set; }

    /// <summary>The loop calls it when <see cref="Deadline"/> has passed; the timer is already gone.</summary>
    internal abstract void OnDeadline();

    internal void Begin(LoopOwner owner, Instant deadline)
    {
        if (IsActive)
            throw new InvalidOperationException("There is a waiter already: one at a time.");
        Owner = owner;
        Deadline = deadline;
        owner.Add(this);
        if (deadline != Instant.Never)
            owner.Loop.Timers.Add(this);
    }

    /// <summary>Takes the wait back because its owner ended.</summary>
    internal void Abandon()
    {
        StopTimer();
        if (IsCompleted)
            DiscardResult();
        else
            Detach();
        Retire();
    }

    /// <summary>Leaves the queue that the wait stands in, besides the timer heap.</summary>
    protected virtual void Detach()
    {
    }

    /// <summary>Frees what a result holds that nobody will see.</summary>
    protected virtual void DiscardResult()
    {
    }

    /// <summary>The wait is idle and may return to a pool.</summary>
    protected virtual void OnRetired()
    {
    }

    protected void MarkCompleted()
    {
        StopTimer();
        IsCompleted = true;
        if (_continuation is not null)
            Schedule();
    }

    protected void Continue(Action<object?> continuation, object? state, short token)
    {
        CheckToken(token);
        if (_continuation is not null)
            throw new InvalidOperationException("A wait can be awaited once.");
        _continuation = continuation;
        _state = state;
        if (IsCompleted)
            Schedule();
    }

    /// <summary>Called by the awaiter for the result; the wait is idle afterwards.</summary>
    protected void Consume(short token)
    {
        CheckToken(token);
        if (!IsCompleted)
            throw new InvalidOperationException("The wait has not completed: the loop cannot be blocked on.");
        Retire();
    }

    protected void CheckToken(short token)
    {
        if (token != Version || !IsActive)
            throw new InvalidOperationException("This wait was consumed already.");
    }

    private void Schedule() => Owner!.Loop.Enqueue(Owner, _continuation!, _state);

    private void StopTimer()
    {
        if (TimerIndex != NoTimer)
            Owner!.Loop.Timers.Remove(this);
    }

    private void Retire()
    {
        Owner!.Remove(this);
        Owner = null;
        _continuation = null;
        _state = null;
        IsCompleted = false;
        Version++;
        OnRetired();
    }
}
