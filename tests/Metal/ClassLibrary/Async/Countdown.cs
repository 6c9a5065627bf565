using System.Runtime.CompilerServices;

namespace DSoftBus.Tests.Metal.ClassLibrary.Async;

/// <summary>Something to await that no library made: it counts down on the thread pool.</summary>
internal sealed class Countdown(int steps) : ICriticalNotifyCompletion
{
    private int _done;

    public bool IsCompleted => _done == steps;

    public Countdown GetAwaiter() => this;

    public int GetResult() => _done;

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(_ =>
    {
        if (++_done == steps)
            continuation();
        else
            UnsafeOnCompleted(continuation);
    }, null);
}
