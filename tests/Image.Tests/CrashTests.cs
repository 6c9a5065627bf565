using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>Ways for the program to die: each ends the machine with a report and the signal in its exit status; the shim never panics.</summary>
public sealed class CrashTests
{
    private const int ProgramSignal = 0x40;
    private const int Abort = 6;
    private const int Segmentation = 11;

    [Theory]
    [InlineData("wild", Abort, "ReadWildAddress")]
    [InlineData("unhandled", Abort, "nobody catches this")]
    [InlineData("overflow", Segmentation, "stack overflow?")]
    [InlineData("forged-return", Segmentation, "a bad frame for rt_sigreturn")]
    public void EndsWithAReport(string mode, int signal, string expected)
    {
        var run = GuestRun.Boot("shim.check=" + mode);
        Assert.True(run.Status == GuestRun.StatusOf(ProgramSignal + signal), $"status {run.Status}\n{run.Transcript}");
        Assert.Contains(expected, run.Transcript);
        Assert.Contains(run.Lines, line => line.StartsWith($"PROGRAM CRASH: signal {signal}, ", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.StartsWith("rax=", StringComparison.Ordinal));
        Assert.DoesNotContain("SHIM PANIC", run.Transcript);
    }
}
