using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>A hostile program in ring 3: each attack ends in its specified way, the shim lives, and honest checks in the same boot hold afterwards.</summary>
public sealed class AttackTests
{
    private const int SegmentationStatus = 0x40 + 11;

    private static readonly string[] Device = ["-device", "virtio-rng-device"];

    [Fact]
    public void EveryAttackEndsAsSpecifiedAndTheNextProgramChecksPass()
    {
        var run = GuestRun.Boot("shim.check=attack,calls,runtime", devices: Device);
        CheckLines.AssertAllHold(run, least: 840);
        int runtime = Array.IndexOf(run.Lines, "note group runtime");
        Assert.True(Array.IndexOf(run.Lines, "note group attack") < Array.IndexOf(run.Lines, "note group calls"));
        Assert.InRange(run.Lines[runtime..].Count(line => line.StartsWith("ok ", StringComparison.Ordinal)), 43, 500);
        Assert.DoesNotContain("PROGRAM CRASH", run.Transcript);
        Assert.DoesNotContain("SHIM PANIC", run.Transcript);
    }

    [Fact]
    public void AttacksEndAsSpecifiedWithoutSupervisorProtection() =>
        CheckLines.AssertAllHold(GuestRun.Boot("shim.check=attack,runtime", cpu: "max,-smap,-smep,-umip", devices: Device), least: 550);

    [Theory]
    [InlineData("return-noncanonical")]
    [InlineData("return-to-shim")]
    [InlineData("return-to-last-page")]
    [InlineData("return-state-in-shim")]
    [InlineData("return-state-nowhere")]
    [InlineData("return-state-cut")]
    [InlineData("return-frame-in-shim")]
    [InlineData("return-frame-nowhere")]
    [InlineData("return-frame-noncanonical")]
    public void ASignalReturnThatLeavesNothingToGoOnWithEndsTheProgram(string mode)
    {
        var run = GuestRun.Boot("shim.check=" + mode);
        Assert.True(run.Status == GuestRun.StatusOf(SegmentationStatus), $"status {run.Status}\n{run.Transcript}");
        Assert.Contains("PROGRAM CRASH: signal 11, a bad frame for rt_sigreturn", run.Lines);
        Assert.DoesNotContain("SHIM PANIC", run.Transcript);
    }
}
