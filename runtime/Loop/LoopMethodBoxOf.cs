using System.Runtime.CompilerServices;

namespace DSoftBus.Runtime.Loop;

/// <summary>An async method that did not end at once, with its own state.</summary>
internal sealed class LoopMethodBox<T, TStateMachine> : LoopMethodBox<T>
    where TStateMachine : IAsyncStateMachine
{
    private Stack<LoopMethodBox<T, TStateMachine>>? _pool;
    private TStateMachine? _stateMachine;

    internal ref TStateMachine? StateMachine => ref _stateMachine;

    /// <summary>One from the loop that runs now; a new one where none does.</summary>
    internal static LoopMethodBox<T, TStateMachine> Rent()
    {
        var pool = (SynchronizationContext.Current as OwnerContext)?.Pools.Of<LoopMethodBox<T, TStateMachine>>();
        return pool is not null && pool.TryPop(out var box) ? box : new LoopMethodBox<T, TStateMachine> { _pool = pool };
    }

    protected override void MoveNext() => _stateMachine!.MoveNext();

    protected override void Recycle()
    {
        _stateMachine = default;
        _pool?.Push(this);
    }
}
