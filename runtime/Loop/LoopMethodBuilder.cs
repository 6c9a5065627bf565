using System.Runtime.CompilerServices;

namespace DSoftBus.Runtime.Loop;

/// <summary>
/// Builder for async methods of tasks that run often: <c>[AsyncMethodBuilder(typeof(LoopMethodBuilder&lt;&gt;))]</c> on a method that returns
/// <see cref="ValueTask{TResult}"/>. Its state is recycled by the loop, and its end is told through the ready queue, in the same order as with
/// the class library's builders; those allocate a delegate each time, and their pool has few places.
/// </summary>
/// <remarks>As with any pooled source the result is awaited once. Off the loop it works and recycles nothing.</remarks>
public struct LoopMethodBuilder<T>
{
    private LoopMethodBox<T>? _box;
    private Exception? _exception;
    private T? _result;

    /// <summary>What the caller awaits.</summary>
    public readonly ValueTask<T> Task => _box is { } box ? box.Task : _exception is { } exception ? ValueTask.FromException<T>(exception) : new ValueTask<T>(_result!);

    internal readonly ValueTask PlainTask => _box is { } box ? box.PlainTask : _exception is { } exception ? ValueTask.FromException(exception) : default;

    public static LoopMethodBuilder<T> Create() => default;

    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    /// <summary>The compiler wants it; the runtime's own builders have no use for it either.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => _ = stateMachine;

    public void SetResult(T result)
    {
        if (_box is { } box)
            box.SetResult(result);
        else
            _result = result;
    }

    public void SetException(Exception exception)
    {
        if (_box is { } box)
            box.SetException(exception);
        else
            _exception = exception;
    }

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(Suspend(ref stateMachine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(Suspend(ref stateMachine));

    // The first await takes the state off the stack. The builder is a part of it, so its box comes first and the copy second.
    private Action Suspend<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (_box is { } suspended)
            return suspended.Resume;
        var box = LoopMethodBox<T, TStateMachine>.Rent();
        _box = box;
        box.StateMachine = stateMachine;
        return box.Resume;
    }
}
