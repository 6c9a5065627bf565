namespace DSoftBus.Runtime.Entropy;

/// <summary>A machine without a source of randomness: no keys, no sessions.</summary>
public sealed class NoEntropy : IEntropy, IRandomSource
{
    public bool IsAvailable => false;

    public byte? TestSeed => null;

    public IRandomSource For(string purpose) => this;

    public void Fill(Span<byte> destination) =>
        throw new InvalidOperationException("There is no entropy; ask IsAvailable before drawing values.");
}
