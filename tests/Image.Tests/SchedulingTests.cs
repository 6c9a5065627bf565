using System.Globalization;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>Threads, futexes and clocks of the shim: groups of checks that run in the guest, and what only the host can know.</summary>
public sealed class SchedulingTests
{
    private const string WallClock = "note wall clock ";

    /// <param name="group">Name of the group.</param>
    /// <param name="least">The fewest checks it may consist of.</param>
    [Theory]
    [InlineData("threads", 8)]
    [InlineData("futex", 9)]
    [InlineData("time", 4)]
    public void AllChecksHold(string group, int least) => AssertHolds(GuestRun.Boot("shim.check=" + group), least);

    [Fact]
    public void EveryServedCallDoesWhatItIsFor() => AssertHolds(GuestRun.Boot("shim.check=served", devices: ["-device", "virtio-rng-device"]), 79);

    [Fact]
    public void TheWallClockComesFromTheMachinesClock()
    {
        var run = GuestRun.Boot("shim.check=time", devices: ["-rtc", "base=2031-05-06T07:08:09"]);
        AssertHolds(run, 4);
        var set = new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);
        // QEMU's clock runs from its start on; a busy host may take a while until the guest reads it.
        Assert.InRange(WallClockOf(run), set, set.AddSeconds(90));
    }

    [Theory]
    [InlineData("futex")]
    [InlineData("time")]
    public void WithoutAMachinesClockTimesStillHold(string group)
    {
        var run = GuestRun.Boot("shim.check=" + group, devices: ["-machine", "rtc=off"]);
        AssertHolds(run, 4);
        if (group == "time")
            Assert.InRange(WallClockOf(run), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(90));
    }

    [Fact]
    public void ARefusedCallIsAnsweredAsIfItWereMissing()
    {
        var run = GuestRun.Boot("shim.check=served shim.refuse=63", devices: ["-device", "virtio-rng-device"]);
        Assert.Contains(run.Lines, line => line.StartsWith("FAIL ", StringComparison.Ordinal) && line.EndsWith(" call 63 uname", StringComparison.Ordinal));
        Assert.Equal(GuestRun.StatusOf(0x21), run.Status);
    }

    [Theory]
    [InlineData("shim.refuse=")]
    [InlineData("shim.refuse=x")]
    [InlineData("shim.refuse=63,64")]
    public void AWordThatRefusesNoCallIsNamedAndDropped(string word)
    {
        var run = GuestRun.Boot("shim.check=hello " + word);
        Assert.Equal(GuestRun.Success, run.Status);
        Assert.Contains("[shim] a shim.refuse word was not understood; it takes the number of a call", run.Lines);
    }

    private static DateTimeOffset WallClockOf(GuestRun run)
    {
        string line = Assert.Single(run.Lines, line => line.StartsWith(WallClock, StringComparison.Ordinal));
        return DateTimeOffset.FromUnixTimeSeconds(long.Parse(line[WallClock.Length..], CultureInfo.InvariantCulture));
    }

    private static void AssertHolds(GuestRun run, int least)
    {
        Assert.DoesNotContain(run.Lines, line => line.StartsWith("FAIL ", StringComparison.Ordinal));
        Assert.True(run.Status == GuestRun.Success, $"status {run.Status}\n{run.Transcript}");
        int held = run.Lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal));
        Assert.True(held >= least, run.Transcript);
        Assert.Equal($"checks: {held} of {held} held", run.Lines[^1]);
    }
}
