using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Loop;

/// <summary>One value from one setter to one waiter; usable again once the value was consumed.</summary>
/// <remarks>Loop thread only. A value that comes after the waiter's deadline stays for the next waiter: <see cref="Reset"/> drops it.</remarks>
public sealed class LoopPromise<T>(TaskLoop loop)
{
    private readonly PromiseWait _wait = new();
    private T? _value;

    /// <summary>A value is there and nobody has taken it.</summary>
    public bool IsSet { get; private set; }

    /// <summary>Sets the value; false when the value before it was not taken yet.</summary>
    public bool TrySet(T value)
    {
        if (IsSet)
            return false;
        if (_wait.IsActive && !_wait.IsCompleted)
        {
            _wait.Complete(value);
            return true;
        }

        _value = value;
        IsSet = true;
        return true;
    }

    /// <summary>Waits for the value; <paramref name="onDeadline"/> when <paramref name="deadline"/> came first.</summary>
    /// <exception cref="InvalidOperationException">There is a waiter already.</exception>
    public ValueTask<T> WaitAsync(Instant deadline, T onDeadline)
    {
        if (IsSet && !_wait.IsActive)
            return new ValueTask<T>(Take());
        if (loop.Current.HasEnded)
            return new EndedWait<T>().Task;
        _wait.OnDeadlineValue = onDeadline;
        _wait.Begin(loop.Current, deadline);
        return _wait.Task;
    }

    /// <summary>Drops a value that nobody took.</summary>
    public void Reset() => _ = IsSet ? Take() : default;

    private T Take()
    {
        var value = _value!;
        _value = default;
        IsSet = false;
        return value;
    }

    private sealed class PromiseWait : LoopWait<T>
    {
        [AllowNull]
        internal T OnDeadlineValue { get; set; }

        internal override void OnDeadline() => Complete(OnDeadlineValue);

        protected override void OnRetired() => OnDeadlineValue = default;
    }
}
