using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>Groups of checks that run inside the guest; every line must say ok, and the machine must power off in order.</summary>
public sealed class GuestCheckTests
{
    /// <param name="group">Name of the group.</param>
    /// <param name="least">The fewest checks it may consist of, so that a group cannot become empty unseen.</param>
    [Theory]
    [InlineData("runtime", 43)]
    [InlineData("vectors", 3)]
    [InlineData("memory", 11)]
    [InlineData("exhaustion", 4)]
    [InlineData("attack", 43)]
    public void AllChecksHold(string group, int least) => AssertAllHold(GuestRun.Boot("shim.check=" + group), least);

    [Fact]
    public void HostileCallsAreRefusedWithADeviceToo() =>
        AssertAllHold(GuestRun.Boot("shim.check=calls", devices: ["-device", "virtio-rng-device"]), least: 55);

    private static void AssertAllHold(GuestRun run, int least)
    {
        string[] failed = [.. run.Lines.Where(line => line.StartsWith("FAIL", StringComparison.Ordinal))];
        Assert.True(failed.Length == 0, run.Transcript);
        Assert.True(run.Status == GuestRun.Success, $"status {run.Status}\n{run.Transcript}");
        int held = run.Lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal));
        Assert.True(held >= least, run.Transcript);
        Assert.Equal($"checks: {held} of {held} held", run.Lines[^1]);
    }
}
