namespace DSoftBus.Runtime.Entropy;

/// <summary>A stream of random bytes for one purpose.</summary>
public interface IRandomSource
{
    /// <summary>Fills all of <paramref name="destination"/> with the next bytes of the stream.</summary>
    /// <exception cref="InvalidOperationException">There is no entropy; callers ask <see cref="IEntropy.IsAvailable"/> first.</exception>
    void Fill(Span<byte> destination);
}
