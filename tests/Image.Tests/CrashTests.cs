using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>Ways for the program to die: each ends the machine with a complete report and its own exit status; the shim never panics.</summary>
public sealed class CrashTests
{
    private const int ProgramExit = 0x20;
    private const int ProgramSignal = 0x40;
    private const int Trap = 5;
    private const int Abort = 6;
    private const int Segmentation = 11;
    private const int Watchdog = 3;
    private const int OutOfMemory = 4;

    /// <summary>The table of outcomes in image/README.md.</summary>
    [Theory]
    [InlineData("wild", Abort, "Process terminated. Access Violation", "last fault: page fault, read by the program at 000000007fff1234, nothing there")]
    [InlineData("unhandled", Abort, "Unhandled exception. System.InvalidOperationException: nobody catches this", "cause: system call 234 tgkill")]
    [InlineData("unhandled-thread", Abort, "Unhandled exception. System.InvalidOperationException: nobody catches this", "cause: system call 234 tgkill")]
    [InlineData("unhandled-pool", Abort, "Unhandled exception. System.InvalidOperationException: nobody catches this", "cause: system call 234 tgkill")]
    [InlineData("unhandled-finalizer", Abort, "Unhandled exception. System.InvalidOperationException: nobody catches this", "cause: system call 234 tgkill")]
    [InlineData("unhandled-null", Abort, "Unhandled exception. System.NullReferenceException", "last fault: page fault, read by the program at 0000000000000008, nothing there")]
    [InlineData("unhandled-divide", Abort, "Unhandled exception. System.DivideByZeroException", "last fault: divide error, vector 0, error 0")]
    [InlineData("unhandled-memory", Abort, "Unhandled exception. System.OutOfMemoryException", "cause: system call 234 tgkill")]
    [InlineData("fail-fast", Abort, "Process terminated. asked for", "cause: system call 234 tgkill")]
    [InlineData("overflow", Segmentation, "no room on the stack for a signal frame (stack overflow?)", "cause: page fault, write by the program at 00007ffeff7f")]
    [InlineData("overflow-thread", Segmentation, "no room on the stack for a signal frame (stack overflow?)", "cause: page fault, write by the program at ")]
    [InlineData("single-step", Trap, "a signal without a handler", "cause: debug trap, vector 1, error 0")]
    [InlineData("forged-return", Segmentation, "a bad frame for rt_sigreturn", "cause: system call 15 rt_sigreturn")]
    [InlineData("task-wild", Abort, "Process terminated. Access Violation", "task: victim on thread 1")]
    [InlineData("task-overflow", Segmentation, "no room on the stack for a signal frame (stack overflow?)", "task: victim on thread 1")]
    public void EndsWithAReport(string mode, int signal, string words, string line)
    {
        var run = GuestRun.Boot("shim.check=" + mode);
        Assert.True(run.Status == GuestRun.StatusOf(ProgramSignal + signal), $"status {run.Status}\n{run.Transcript}");
        Assert.Contains(words, run.Transcript);
        Assert.Contains(run.Lines, said => said.StartsWith($"PROGRAM CRASH: signal {signal}, ", StringComparison.Ordinal));
        Assert.Contains(run.Lines, said => said.StartsWith(line, StringComparison.Ordinal));
        AssertComplete(run);
    }

    [Theory]
    [InlineData("task-spin", Watchdog, "task victim held the loop")]
    [InlineData("task-memory", OutOfMemory, "out of memory")]
    public void AFatalTaskEndsTheMachineWithAReport(string mode, int code, string reason)
    {
        var run = GuestRun.Boot("shim.check=" + mode);
        Assert.True(run.Status == GuestRun.StatusOf(ProgramExit + code), $"status {run.Status}\n{run.Transcript}");
        Assert.Contains($"PROGRAM CRASH: exit {code}, {reason}", run.Lines);
        Assert.Contains("task: victim on thread 1", run.Lines);
        AssertComplete(run);
    }

    /// <summary>A task that throws does not end the machine; here the check does, with 1.</summary>
    [Fact]
    public void AFailedTaskIsReportedWithAddresses()
    {
        var run = GuestRun.Boot("shim.check=task-null");
        Assert.True(run.Status == GuestRun.StatusOf(ProgramExit + 1), $"status {run.Status}\n{run.Transcript}");
        Assert.Contains(run.Lines, line => line.StartsWith("init: task victim failed (NullReferenceException: ", StringComparison.Ordinal));
        Assert.Matches(@"^init: addresses victim( [0-9a-f]{16}){3,}$", Assert.Single(run.Lines, line => line.StartsWith("init: addresses ", StringComparison.Ordinal)));
        Assert.DoesNotContain("PROGRAM CRASH", run.Transcript);
    }

    /// <summary>The note keeps the task's last 16 entries, oldest first, with nothing unprintable.</summary>
    [Fact]
    public void TheReportShowsTheTasksLastTraceEntries()
    {
        string[] trace = [.. GuestRun.Boot("shim.check=task-wild").Lines.Where(line => line.StartsWith("trace: ", StringComparison.Ordinal))];
        Assert.Equal(16, trace.Length);
        for (int i = 0; i < 15; i++)
            Assert.Matches($@"^trace: \d+\.\d{{6}} step {i + 5} {(i + 5) * (i + 5)}$", trace[i]);
        Assert.Matches(@"^trace: \d+\.\d{6} about to fail with control\?characters$", trace[15]);
    }

    /// <summary>A note that lies costs its own lines only.</summary>
    [Theory]
    [InlineData("note-garbage", "task: the program's note is damaged")]
    [InlineData("note-unmapped", "task: the program's note is damaged")]
    [InlineData("note-edge", "task: the program's note is damaged")]
    [InlineData("note-control", "task: ................................ on thread 1")]
    public void AHostileNoteIsHarmless(string mode, string line)
    {
        var run = GuestRun.Boot("shim.check=" + mode);
        Assert.True(run.Status == GuestRun.StatusOf(ProgramSignal + Abort), $"status {run.Status}\n{run.Transcript}");
        Assert.Contains(line, run.Lines);
        Assert.Equal(mode == "note-control" ? 2 : 0, run.Lines.Count(said => said.StartsWith("trace: ", StringComparison.Ordinal)));
        AssertComplete(run);
    }

    [Fact]
    public void HostileCrashCallsAreRefusedAndUnknownCallsNamedOnce()
    {
        var run = GuestRun.Boot("shim.check=crash-calls");
        Assert.True(run.Status == GuestRun.Success, run.Transcript);
        Assert.Equal("checks: 20 of 20 held", run.Lines[^1]);
        Assert.Equal(
            ["[shim] unknown system call 41 socket", "[shim] unknown system call 457 statmount", "[shim] unknown system call 400", "[shim] unknown system call 70000"],
            run.Lines.Where(line => line.StartsWith("[shim] unknown system call ", StringComparison.Ordinal)));
    }

    /// <summary>Two megabytes and a report into a pipe that nobody empties: the machine must end all the same.</summary>
    [Fact]
    public void AHostThatReadsNothingDoesNotHoldTheReport() =>
        Assert.Equal(GuestRun.StatusOf(ProgramSignal + Abort), GuestRun.BootUnread("shim.check=flood"));

    private static void AssertComplete(GuestRun run)
    {
        Assert.Contains(run.Lines, line => line.StartsWith("rax=", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.StartsWith("dump: ", StringComparison.Ordinal));
        Assert.Equal("end of report", run.Lines[^1]);
        Assert.DoesNotContain("SHIM PANIC", run.Transcript);
        Assert.DoesNotContain("REPORT FAILED", run.Transcript);
    }
}
