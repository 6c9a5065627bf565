using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>What a boot with groups of checks must have printed.</summary>
internal static class CheckLines
{
    /// <param name="run">The boot.</param>
    /// <param name="least">The fewest checks that must have run, so that a group cannot become empty unseen.</param>
    public static void AssertAllHold(GuestRun run, int least)
    {
        Assert.True(Array.TrueForAll(run.Lines, line => !line.StartsWith("FAIL", StringComparison.Ordinal)), run.Transcript);
        Assert.True(run.Status == GuestRun.Success, $"status {run.Status}\n{run.Transcript}");
        int held = run.Lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal));
        Assert.True(held >= least, run.Transcript);
        Assert.Equal($"checks: {held} of {held} held", run.Lines[^1]);
    }
}
