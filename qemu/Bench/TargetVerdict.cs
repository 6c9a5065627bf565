namespace DSoftBus.Qemu.Bench;

/// <summary>How a measured quantity stands to its target.</summary>
public enum TargetVerdict
{
    /// <summary>There is no target.</summary>
    None,

    /// <summary>The median keeps it.</summary>
    Met,

    /// <summary>The fastest run keeps it, the median does not: the host was busy, or the target is near.</summary>
    MetByMinimum,

    NotMet,

    /// <summary>There is a target and no value.</summary>
    NotMeasured,
}
