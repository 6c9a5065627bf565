namespace DSoftBus.Net.Devices;

/// <summary>Faults of one direction of a <see cref="FaultDevice"/>; probabilities 0..1 per frame.</summary>
public sealed record FaultOptions
{
    public double Loss { get; init; }

    /// <summary>Losses in bursts, besides <see cref="Loss"/>; null: none.</summary>
    public BurstLoss? Burst { get; init; }

    public double Duplicate { get; init; }

    /// <summary>One bit of the frame is flipped.</summary>
    public double Corrupt { get; init; }

    /// <summary>The frame is held back until the next one has passed, or for <see cref="HoldTime"/>.</summary>
    public double Reorder { get; init; }

    public TimeSpan HoldTime { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Every frame takes so much longer; each that is under way holds a packet buffer of the device.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>And up to so much more, evenly distributed; frames do not overtake each other by it.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Frames under way at a time; more are lost.</summary>
    public int DelayLimit { get; init; } = 256;
}
