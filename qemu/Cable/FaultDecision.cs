namespace DSoftBus.Qemu.Cable;

/// <summary>What becomes of a frame: it passes, vanishes, or another one takes its place.</summary>
public readonly record struct FaultDecision
{
    private FaultDecision(bool drop, byte[]? replacement)
    {
        IsDrop = drop;
        Replacement = replacement;
    }

    /// <summary>The frame passes untouched.</summary>
    public static FaultDecision Forward => default;

    /// <summary>The frame vanishes; it is counted, not recorded.</summary>
    public static FaultDecision Drop { get; } = new(true, null);

    public bool IsDrop { get; }

    /// <summary>The frame to forward instead; null when there is none.</summary>
    public byte[]? Replacement { get; }

    /// <summary>Another frame takes its place; the caller must not change <paramref name="frame"/> afterwards.</summary>
    public static FaultDecision Replace(byte[] frame) => new(false, frame);
}
