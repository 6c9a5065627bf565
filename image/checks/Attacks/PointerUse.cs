namespace DSoftBus.Image.Checks.Attacks;

/// <summary>What a call does with memory it is given.</summary>
internal enum PointerUse
{
    Reads,
    Writes,

    /// <summary>Reads up to a zero byte.</summary>
    Text,
}
