using System.Threading.Tasks.Sources;

namespace DSoftBus.Runtime.Loop;

/// <summary>A wait with a result. Flags of the awaiter are ignored: the continuation always goes through the loop's ready queue.</summary>
internal abstract class LoopWait<T> : LoopWait, IValueTaskSource<T>, IValueTaskSource
{
    private T? _result;

    internal ValueTask<T> Task => new(this, Version);

    internal ValueTask PlainTask => new(this, Version);

    public ValueTaskSourceStatus GetStatus(short token)
    {
        CheckToken(token);
        return IsCompleted ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;
    }

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        Continue(continuation, state, token);

    public T GetResult(short token)
    {
        CheckToken(token);
        var result = _result!;
        _result = default;
        Consume(token);
        return result;
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    internal void Complete(T result)
    {
        _result = result;
        MarkCompleted();
    }

    protected T TakeResult()
    {
        var result = _result!;
        _result = default;
        return result;
    }
}
