using System.Text.Json.Nodes;
using DSoftBus.Qemu;
using DSoftBus.Qemu.Crash;
using Xunit;

namespace DSoftBus.Tests.Qemu.Crash;

public sealed class CrashAnalysisTests
{
    private static readonly string[] Log =
    [
        "PROGRAM CRASH: signal 6, a signal without a handler",
        "  thread 1 rip=0000000000401008 rsp=00007ffeffffa900",
        "  cause: system call 234 tgkill",
        "  task: victim on thread 1",
        "  trace: 0.5 step 1 2",
        "  stack: 0000000000401005 0000000000401006 0000000000500000 0000000000401005 {1*99}",
        "end of report",
    ];

    [Fact]
    public void NamesLinesAndDecodesTheInstruction()
    {
        Assert.Equal(ElfError.None, SymbolFile.TryRead(CraftedElf.Build(CraftedLines.Version4()), out SymbolFile? symbols));
        CrashStack stack = Assert.Single(CrashAnalysis.Of(Assert.Single(CrashReport.FindAll(Log)), symbols!).Stacks);
        Assert.Equal(("thread 1", "system call 234 tgkill", "ret", "syscall"), (stack.Name, stack.Cause, stack.Instruction, stack.PreviousInstruction));
        Assert.Equal("second", stack.Pointer!.Method);
        // The return address belongs to the line of the call before it; the next word follows no call; the third is no code.
        StackEntry entry = Assert.Single(stack.Entries);
        Assert.Equal(101, entry.Times);
        Assert.Equal([new CrashFrame(0x401005, "A.B.First", 5, new SourceLine("d/f.cs", 10), FrameOrigin.Scanned)], entry.Frames);
    }

    /// <summary>The runtime's exception for a fault pushes the place of the fault; while that word lies below, the fault is what the thread ended for.</summary>
    [Theory]
    [InlineData("401000", 2)]
    [InlineData("0", 1)] // the fault was handled long ago
    public void AFaultThatIsStillUnderWayComesFirst(string word, int stacks)
    {
        Assert.Equal(ElfError.None, SymbolFile.TryRead(CraftedElf.Build(), out SymbolFile? symbols));
        CrashReport report = CrashReport.FindAll(
        [
            "PROGRAM CRASH: signal 6, a signal without a handler",
            "  thread 1 rip=0000000000401008 rsp=0000000000001000",
            "  last fault: page fault, read by the program at 0000000000000008, nothing there",
            "  fault: rip=0000000000401000 rsp=0000000000001010",
            $"  dump: 0000000000001000 1 {word} 401005",
        ])[0];
        IReadOnlyList<CrashStack> found = CrashAnalysis.Of(report, symbols!).Stacks;
        Assert.Equal(stacks, found.Count);
        if (stacks == 2)
            Assert.Equal(("fault of thread 1", "call 0000000000401005h"), (found[0].Name, found[0].Instruction));
    }

    [Fact]
    public async Task TheCommandPrintsTheStackAndNamesWhatIsMissing()
    {
        string log = Path.GetTempFileName();
        string symbols = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(log, Log);
            await File.WriteAllBytesAsync(symbols, CraftedElf.Build(CraftedLines.Version5()));
            (int status, string output, string _) = await Run("crash", log, "--symbols", symbols);
            Assert.Equal(0, status);
            Assert.Contains("?  0000000000401005 A.B.First + 0x5  d/f.cs:10", output, StringComparison.Ordinal);
            Assert.Contains("... repeated 101 times", output, StringComparison.Ordinal);
            Assert.Contains("task victim on thread 1", output, StringComparison.Ordinal);
            Assert.Contains("0.5 step 1 2", output, StringComparison.Ordinal);
            (status, output, _) = await Run("crash", log, "--symbols", symbols, "--json");
            Assert.Equal(0, status);
            JsonNode report = JsonNode.Parse(output)!.AsArray().Single()!;
            Assert.Equal(("ProgramCrash", 6, "victim on thread 1"), ((string)report["kind"]!, (int)report["signal"]!, (string)report["task"]!));
            JsonNode entry = report["stacks"]![0]!["entries"]![0]!;
            Assert.Equal((101, "A.B.First", "d/f.cs", 10, "Scanned"), ((int)entry["times"]!, (string)entry["frames"]![0]!["method"]!, (string)entry["frames"]![0]!["file"]!, (int)entry["frames"]![0]!["line"]!, (string)entry["frames"]![0]!["found"]!));
            (status, _, string error) = await Run("crash", symbols, "--symbols", symbols);
            Assert.Equal(1, status);
            Assert.Contains("holds no crash report", error, StringComparison.Ordinal);
            (status, _, error) = await Run("crash", log, "--symbols", log);
            Assert.Equal(2, status);
            Assert.Contains(nameof(ElfError.NotElf), error, StringComparison.Ordinal);
            (status, _, _) = await Run("crash", log + ".missing", "--symbols", symbols);
            Assert.Equal(2, status);
        }
        finally
        {
            File.Delete(log);
            File.Delete(symbols);
        }
    }

    private static async Task<(int Status, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int status = await Program.RunAsync(arguments, output, error);
        return (status, output.ToString(), error.ToString());
    }
}
