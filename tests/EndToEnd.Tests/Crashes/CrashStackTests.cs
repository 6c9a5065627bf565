using System.Text.Json.Nodes;
using DSoftBus.Qemu.Launch;
using DSoftBus.Tests.EndToEnd.Guests;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Crashes;

/// <summary>Real crashes, from the boot to the C# stack with file and line. Lines are looked up in the source by their text.</summary>
[Collection(GuestCollection.Name)]
public sealed class CrashStackTests
{
    private const string Fatal = "image/checks/FatalModes.cs";
    private const string Tasks = "image/checks/TaskFaults.cs";
    private const string Main = "image/Program.cs";
    private const string MainCall = "SelfChecks.TryRun(words";
    private const string Thread = "thread 1";
    private const string Unwound = "Unwound";

    [Fact]
    public async Task AWildAccessIsDecodedWhereItHappened()
    {
        CrashedGuest guest = await CrashedGuest.BootAsync("shim.check=wild");
        Assert.Equal((GuestExitKind.FatalSignal, 6), (guest.Exit.Kind, guest.Exit.Detail));
        const string Fault = "fault of thread 1";
        JsonNode stack = guest.Stack(Fault);
        Assert.Equal("page fault, read by the program at 000000007fff1234, nothing there", (string)stack["cause"]!);
        Assert.Matches(@"^mov \w+,\[\w+\]$", (string)stack["instruction"]!);
        Assert.Equal("Pointer", guest.AssertAt(Fault, "FatalModes.ReadWildAddress", Fatal, "Wild(0x7fff_1234)"));
        Assert.Equal(Unwound, guest.AssertAt(Fault, "Program.Main", Main, MainCall));
        Assert.Equal("_start", (string)guest.Frames(Fault)[^1]["method"]!);
        // The thread itself is in the runtime's abort by now.
        Assert.Equal("syscall", (string)guest.Stack(Thread)["after"]!);
        Assert.Contains(guest.Frames(Thread), frame => ((string?)frame["method"])?.EndsWith("RuntimeExceptionHelpers.FailFast", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task AnUnhandledExceptionIsUnwoundFromTheAbortToTheEntry()
    {
        CrashedGuest guest = await CrashedGuest.BootAsync("shim.check=unhandled");
        Assert.Equal((GuestExitKind.FatalSignal, 6), (guest.Exit.Kind, guest.Exit.Detail));
        Assert.Equal(Unwound, guest.AssertAt(Thread, "FatalModes.ThrowUnhandled", Fatal, "nobody catches this"));
        Assert.Equal(Unwound, guest.AssertAt(Thread, "Program.Main", Main, MainCall));
        List<JsonNode> frames = guest.Frames(Thread);
        Assert.All(frames.Skip(1), frame => Assert.Equal(Unwound, (string)frame["found"]!));
        Assert.Equal("_start", (string)frames[^1]["method"]!);
    }

    /// <summary>Thousands of frames: some unwound, the rest found; each kind stands once, with its count, and the caller below them is there.</summary>
    [Fact]
    public async Task AnOverflowIsFolded()
    {
        CrashedGuest guest = await CrashedGuest.BootAsync("shim.check=overflow");
        Assert.Equal((GuestExitKind.FatalSignal, 11), (guest.Exit.Kind, guest.Exit.Detail));
        JsonNode stack = guest.Stack(Thread);
        Assert.StartsWith("page fault, write by the program at 00007ffeff7f", (string)stack["cause"]!, StringComparison.Ordinal);
        guest.AssertAt(Thread, "Program.Main", Main, MainCall);
        int repeated = stack["entries"]!.AsArray().Where(entry => ((string?)entry!["frames"]![0]!["method"])?.EndsWith("FatalModes.Recurse", StringComparison.Ordinal) == true).Sum(entry => (int)entry!["times"]!);
        Assert.InRange(repeated, 1000, 100_000);
        Assert.InRange(guest.Frames(Thread).Count, 5, 40);
        Assert.Matches(@"\.\.\. repeated \d{4,} times", guest.Text);
    }

    [Fact]
    public async Task AnOverflowOfASecondThreadIsFoldedToo()
    {
        CrashedGuest guest = await CrashedGuest.BootAsync("shim.check=overflow-thread");
        JsonNode stack = Assert.Single(guest.Report["stacks"]!.AsArray())!;
        Assert.NotEqual(Thread, (string)stack["name"]!);
        guest.AssertAt((string)stack["name"]!, "FatalModes.Recurse", Fatal, "= stackalloc byte[1000]");
        Assert.Matches(@"\.\.\. repeated \d{4,} times", guest.Text);
        Assert.Contains("StartThread", guest.Text, StringComparison.Ordinal);
    }

    /// <summary>The machine goes on after this one; init's lines are the report.</summary>
    [Fact]
    public async Task ANullReferenceInATaskHasItsFileAndLine()
    {
        CrashedGuest guest = await CrashedGuest.BootAsync("shim.check=task-null");
        Assert.Equal((GuestExitKind.ProgramExit, 1), (guest.Exit.Kind, guest.Exit.Detail));
        Assert.Equal(("TaskFailure", "victim"), ((string)guest.Report["kind"]!, (string)guest.Report["task"]!));
        const string Stack = "task victim";
        guest.AssertAt(Stack, "TaskFaults.LengthOf", Tasks, "text!.Length");
        guest.AssertAt(Stack, "TaskFaults.DereferenceNullAsync", Tasks, "LengthOf(null)");
        Assert.Matches(@"^(mov|cmp) .*\[", (string)guest.Stack(Stack)["instruction"]!);
        Assert.Contains("step 19 361", guest.Report["trace"]!.AsArray().Select(entry => string.Join(' ', ((string)entry!).Split(' ').Skip(1))));
    }

    [Fact]
    public async Task ATaskThatHoldsTheLoopIsShownWhereItHoldsIt()
    {
        CrashedGuest guest = await CrashedGuest.BootAsync("shim.check=task-spin");
        Assert.Equal((GuestExitKind.ProgramExit, 3), (guest.Exit.Kind, guest.Exit.Detail));
        Assert.Equal(3, (int)guest.Report["exitCode"]!);
        Assert.Equal("exit 3, task victim held the loop", (string)guest.Report["cause"]!);
        Assert.Equal("victim on thread 1", (string)guest.Report["task"]!);
        Assert.EndsWith("TaskFaults.SpinForEver", (string)guest.Frames(Thread)[0]["method"]!, StringComparison.Ordinal);
        Assert.Equal(Unwound, guest.AssertAt(Thread, "TaskFaults.HoldTheLoopAsync", Tasks, "        SpinForEver();"));
        Assert.Equal(Unwound, guest.AssertAt(Thread, "TaskLoop.RunNext", "runtime/Loop/TaskLoop.cs", "item.Invoke();"));
        Assert.Equal(Unwound, guest.AssertAt(Thread, "Program.Main", Main, MainCall));
    }

    /// <summary>The task's name and trace are those of the report, and the fault is decoded, in a task as elsewhere.</summary>
    [Fact]
    public async Task AFatalFaultInATaskNamesTheTask()
    {
        CrashedGuest guest = await CrashedGuest.BootAsync("shim.check=task-wild");
        Assert.Equal("victim on thread 1", (string)guest.Report["task"]!);
        Assert.Equal(16, guest.Report["trace"]!.AsArray().Count);
        Assert.Equal(Unwound, guest.AssertAt("fault of thread 1", "TaskLoop.RunNext", "runtime/Loop/TaskLoop.cs", "item.Invoke();"));
        Assert.Contains("about to fail with control?characters", guest.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADefectOfTheShimHasItsFilesAndLines()
    {
        CrashedGuest guest = await CrashedGuest.BootAsync("shim.check=hello shim.defect=divide");
        Assert.Equal(GuestExitKind.ShimPanic, guest.Exit.Kind);
        Assert.Equal(["shim", Thread], guest.Report["stacks"]!.AsArray().Select(stack => (string)stack!["name"]!));
        Assert.StartsWith("idiv ", (string)guest.Stack("shim")["instruction"]!, StringComparison.Ordinal);
        string[] methods = [.. guest.Frames("shim").Select(frame => (string?)frame["method"] ?? "")];
        Assert.Equal("Pointer", guest.AssertAt("shim", "Defect.Strike", "kernel-shim/panic/Defect.cs", "1 / _armed"));
        Assert.Equal("Scanned", guest.AssertAt("shim", "SystemCallTable.Call", "kernel-shim/calls/SystemCallTable.cs", "ThreadCalls.ExitGroup("));
        Assert.Contains("system_call_entry", methods);
    }
}
