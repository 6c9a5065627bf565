using System.Threading.Tasks.Sources;

namespace DSoftBus.Runtime.Loop;

/// <summary>What code of an ended task gets when it waits once more: it never completes.</summary>
internal sealed class EndedWait<T> : IValueTaskSource<T>, IValueTaskSource
{
    internal ValueTask<T> Task => new(this, 0);

    internal ValueTask PlainTask => new(this, 0);

    public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Pending;

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
    }

    public T GetResult(short token) => throw new InvalidOperationException("The task has ended.");

    void IValueTaskSource.GetResult(short token) => GetResult(token);
}
