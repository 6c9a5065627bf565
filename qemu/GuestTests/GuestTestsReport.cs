namespace DSoftBus.Qemu.GuestTests;

/// <summary>All guests of a run.</summary>
/// <param name="Shards">In the order of their numbers.</param>
/// <param name="Started">Wall clock, UTC.</param>
/// <param name="Duration">On the host, all guests together.</param>
public sealed record GuestTestsReport(IReadOnlyList<ShardReport> Shards, DateTimeOffset Started, TimeSpan Duration)
{
    public IEnumerable<GuestTestResult> Results => Shards.SelectMany(shard => shard.Results);

    public int Passed => Results.Count(result => result.IsPassed);

    public int Failed => Results.Count(result => !result.IsPassed);

    /// <summary>The tests of the host that no guest runs, once each.</summary>
    public IReadOnlyList<LeftOutTest> LeftOut => [.. Shards.SelectMany(shard => shard.LeftOut).Distinct()];
}
