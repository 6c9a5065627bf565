namespace DSoftBus.Runtime.Loop;

/// <summary>A wait for nothing but its deadline; pooled by the loop.</summary>
internal sealed class DelayWait(Stack<DelayWait> pool) : LoopWait<bool>
{
    internal override void OnDeadline() => Complete(true);

    protected override void OnRetired() => pool.Push(this);
}
