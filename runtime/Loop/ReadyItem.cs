namespace DSoftBus.Runtime.Loop;

/// <summary>One piece of work: a callback of one of the three delegate types that lead here, for the owner that it belongs to.</summary>
internal readonly record struct ReadyItem(LoopOwner Owner, Delegate Callback, object? State)
{
    internal void Invoke()
    {
        switch (Callback)
        {
            case Action<object?> continuation:
                continuation(State);
                break;
            case SendOrPostCallback posted:
                posted(State);
                break;
            default:
                ((Action)Callback)();
                break;
        }
    }
}
