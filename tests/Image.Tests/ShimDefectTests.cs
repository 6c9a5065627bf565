using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>Defects of the shim itself, made on request: each ends in a panic with a complete report and the panic's exit status.</summary>
public sealed class ShimDefectTests
{
    /// <param name="name">The defect.</param>
    /// <param name="title">How the report begins.</param>
    /// <param name="cause">What it says of the trap; empty when the shim noticed the defect without one.</param>
    [Theory]
    [InlineData("null", "unexpected trap in the shim", "page fault, write by the shim at 0000000000000008, nothing there")]
    [InlineData("address", "unexpected trap in the shim", "general protection, vector 13, error 0")]
    [InlineData("divide", "unexpected trap in the shim", "divide error, vector 0, error 0")]
    [InlineData("overflow", "double fault (shim stack overflow?)", "double fault, vector 8, error 0")]
    [InlineData("stack", "double fault (shim stack overflow?)", "double fault, vector 8, error 0")]
    [InlineData("program-read", "unexpected trap in the shim", "page fault, read by the shim at 00007ffe\\w+, not allowed")]
    [InlineData("program-code", "unexpected trap in the shim", "page fault, execution by the shim at \\w+, not allowed")]
    [InlineData("own-text", "unexpected trap in the shim", "page fault, write by the shim at \\w+, not allowed")]
    [InlineData("copy", "a copy from or to the program missed the shim's own memory", "page fault, write by the shim at \\w+, not allowed")]
    [InlineData("index", "an index lies outside its span", "")]
    public void EndsInAPanic(string name, string title, string cause)
    {
        var run = GuestRun.Boot($"shim.check=hello shim.defect={name}");
        Assert.True(run.Status == GuestRun.ShimPanic, $"status {run.Status}\n{run.Transcript}");
        Assert.Contains("SHIM PANIC: " + title, run.Lines);
        int shim = Array.FindIndex(run.Lines, line => line.StartsWith("shim ", StringComparison.Ordinal));
        int thread = Array.FindIndex(run.Lines, line => line.StartsWith("thread 1 ", StringComparison.Ordinal));
        Assert.InRange(shim, 0, thread);
        if (cause.Length > 0)
            Assert.Matches("^cause: " + cause.Replace("(", "\\(", StringComparison.Ordinal) + "$", run.Lines[shim + 1]);
        Assert.Equal("cause: system call 231 exit_group", run.Lines[thread + 1]);
        Assert.Equal("end of report", run.Lines[^1]);
    }

    [Fact]
    public void AnOverflownShimStackIsShownShort()
    {
        var run = GuestRun.Boot("shim.check=hello shim.defect=overflow");
        Assert.Contains(run.Lines, line => line.StartsWith("stack: ", StringComparison.Ordinal) && line.Contains("{1*", StringComparison.Ordinal));
    }

    [Fact]
    public void ADefectInsideTheReportAddsOneLine()
    {
        var run = GuestRun.Boot("shim.check=hello shim.defect=report");
        Assert.True(run.Status == GuestRun.ShimPanic, $"status {run.Status}\n{run.Transcript}");
        Assert.StartsWith("REPORT FAILED: another defect while the report was printed vector=000000000000000e rip=", run.Lines[^1], StringComparison.Ordinal);
        Assert.Single(run.Lines, line => line.StartsWith("SHIM PANIC", StringComparison.Ordinal));
    }

    [Fact]
    public void AnUnknownDefectIsNamedAndIgnored()
    {
        var run = GuestRun.Boot("shim.check=hello shim.defect=everything shim.defect=");
        Assert.True(run.Status == GuestRun.Success, run.Transcript);
        Assert.Equal(2, run.Lines.Count(line => line.StartsWith("[shim] shim.defect is ignored; known: null, ", StringComparison.Ordinal)));
    }
}
