namespace DSoftBus.Runtime.Entropy;

/// <summary>Where a task's random values come from.</summary>
public interface IEntropy
{
    /// <summary>False while there is no seed: no keys may be made then and no sessions opened.</summary>
    bool IsAvailable { get; }

    /// <summary>The seed byte of a run with test keys; null when the values are really random.</summary>
    byte? TestSeed { get; }

    /// <summary>The stream of one purpose, see <see cref="RandomPurpose"/>. The same purpose gives the same stream, continued.</summary>
    IRandomSource For(string purpose);
}
