namespace DSoftBus.Runtime.Loop;

/// <summary>Brings foreign awaits (a Task of the class library) back to the loop, as work of the owner that awaited.</summary>
internal sealed class OwnerContext(LoopOwner owner) : SynchronizationContext
{
    internal LoopPools Pools => owner.Loop.Pools;

    public override void Post(SendOrPostCallback d, object? state) => owner.Loop.EnqueueFromAnywhere(owner, d, state);

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!owner.Loop.IsOnLoopThread)
            throw new NotSupportedException("Another thread cannot run work inside the loop and wait for it: post it.");
        d(state);
    }

    /// <summary>As <see cref="Post"/>, for a delegate that is there already.</summary>
    internal void Continue(Action<object?> continuation, object? state) => owner.Loop.EnqueueFromAnywhere(owner, continuation, state);

    public override SynchronizationContext CreateCopy() => this;
}
