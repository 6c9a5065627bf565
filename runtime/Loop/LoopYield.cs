using System.Runtime.CompilerServices;

namespace DSoftBus.Runtime.Loop;

/// <summary>Awaited, it puts the rest of the method behind everything that is ready now.</summary>
public readonly struct LoopYield : ICriticalNotifyCompletion
{
    private readonly TaskLoop _loop;

    internal LoopYield(TaskLoop loop) => _loop = loop;

    /// <summary>Never at once.</summary>
    public bool IsCompleted => false;

    public LoopYield GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => _loop.Enqueue(_loop.Current, continuation, null);
}
