namespace DSoftBus.Qemu.Bench;

/// <summary>One quantity in both guests; less is better, unless it says otherwise.</summary>
/// <param name="Key">Stable name in the JSON document.</param>
/// <param name="What">What a person reads.</param>
/// <param name="Unit">"ns", "us", "ms", "MiB", "%", "Mbit/s" or "1/s".</param>
/// <param name="Ours">Values of our guest; null when it was not measured.</param>
/// <param name="Linux">Values of the Linux guest; null when there is none or the quantity has no counterpart there.</param>
/// <param name="Target">What ours should stay below, or at for a memory size; null without a target.</param>
public sealed record Comparison(string Key, string What, string Unit, Figure? Ours, Figure? Linux, double? Target)
{
    /// <summary>A rate: more is better.</summary>
    public bool MoreIsBetter { get; init; }

    /// <summary>What ours should be as a multiple of the Linux guest's: at least for a rate, at most otherwise; null without such a target.</summary>
    public double? TargetOfLinux { get; init; }

    /// <summary>How many times better ours is than the Linux guest, by the medians; null unless both were measured and are not 0.</summary>
    public double? Ratio => (Ours, Linux) switch
    {
        ({ Median: > 0 } ours, { Median: > 0 } linux) => MoreIsBetter ? ours.Median / linux.Median : linux.Median / ours.Median,
        _ => null,
    };

    /// <summary>How ours stands to the target. A host that does other things too shows in the median, not in the minimum.</summary>
    public TargetVerdict Verdict => TargetOfLinux is { } share ? OfLinux(share) : (Ours, Target) switch
    {
        (_, null) => TargetVerdict.None,
        (null, _) => TargetVerdict.NotMeasured,
        ({ } ours, { } target) when ours.Median <= target => TargetVerdict.Met,
        ({ } ours, { } target) when ours.Minimum <= target => TargetVerdict.MetByMinimum,
        _ => TargetVerdict.NotMet,
    };

    /// <summary>From the values of the guests; an empty list counts as not measured.</summary>
    public static Comparison Of(string key, string what, string unit, IReadOnlyList<double> ours, IReadOnlyList<double> linux, double? target = null)
    {
        Figure? Figure(IReadOnlyList<double> values) => values.Count > 0 ? new Figure(key, what, unit, values) : null;
        return new Comparison(key, what, unit, Figure(ours), Figure(linux), target);
    }

    private TargetVerdict OfLinux(double share) => Ratio switch
    {
        null => TargetVerdict.NotMeasured,
        { } ratio when ratio >= (MoreIsBetter ? share : 1 / share) => TargetVerdict.Met,
        _ => TargetVerdict.NotMet,
    };
}
