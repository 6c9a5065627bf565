namespace DSoftBus.Qemu.Bench;

/// <summary>One measured quantity with every value that was measured after the warm-up.</summary>
/// <param name="Key">Stable name in the JSON document, as "boot.daemon_ready".</param>
/// <param name="What">What a person reads.</param>
/// <param name="Unit">"ms", "MB/s" (10^6 bytes of plaintext per second), "1/s", "ns" or "ratio".</param>
/// <param name="Values">In the order of the runs; never empty.</param>
public sealed record Figure(string Key, string What, string Unit, IReadOnlyList<double> Values)
{
    /// <summary>The middle value; of an even number of values the mean of the two in the middle.</summary>
    public double Median { get; } = MedianOf(Values);

    public double Minimum { get; } = Values.Min();

    public double Maximum { get; } = Values.Max();

    private static double MedianOf(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
