namespace DSoftBus.Net.Devices;

/// <summary>Faults of one direction of a <see cref="FaultDevice"/>; probabilities 0..1 per frame.</summary>
public sealed record FaultOptions
{
    public double Loss { get; init; }

    public double Duplicate { get; init; }

    /// <summary>One bit of the frame is flipped.</summary>
    public double Corrupt { get; init; }

    /// <summary>The frame is held back until the next one has passed, or for <see cref="HoldTime"/>.</summary>
    public double Reorder { get; init; }

    public TimeSpan HoldTime { get; init; } = TimeSpan.FromMilliseconds(10);
}
