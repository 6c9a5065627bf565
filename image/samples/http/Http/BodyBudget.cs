namespace DSoftBus.Samples.Http;

/// <summary>Memory that the bodies of all connections together may hold.</summary>
/// <param name="limit">Bytes.</param>
internal sealed class BodyBudget(int limit)
{
    /// <summary>Bytes that are taken now.</summary>
    public int Taken { get; private set; }

    public bool TryTake(int bytes)
    {
        if (bytes > limit - Taken)
            return false;
        Taken += bytes;
        return true;
    }

    public void Return(int bytes) => Taken -= bytes;
}
