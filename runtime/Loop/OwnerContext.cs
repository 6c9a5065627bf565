namespace DSoftBus.Runtime.Loop;

/// <summary>Brings foreign awaits (a Task of the class library) back to the loop, as work of the owner that awaited.</summary>
internal sealed class OwnerContext(LoopOwner owner) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => owner.Loop.EnqueueFromAnywhere(owner, d, state);

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!owner.Loop.IsOnLoopThread)
            throw new NotSupportedException("Another thread cannot run work inside the loop and wait for it: post it.");
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;
}
