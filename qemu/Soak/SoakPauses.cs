namespace DSoftBus.Qemu.Soak;

/// <summary>How long collections stopped the guest's program, in milliseconds.</summary>
public sealed record SoakPauses(int Collections, double Median, double Percentile99, double Maximum);
