namespace DSoftBus.Runtime.Loop;

/// <summary>Recycled objects of one loop, by type. As many as were in use at one time.</summary>
internal sealed class LoopPools
{
    private readonly Dictionary<Type, object> _pools = [];

    internal Stack<TItem> Of<TItem>()
        where TItem : class
    {
        if (_pools.TryGetValue(typeof(TItem), out object? pool))
            return (Stack<TItem>)pool;
        var created = new Stack<TItem>();
        _pools.Add(typeof(TItem), created);
        return created;
    }
}
