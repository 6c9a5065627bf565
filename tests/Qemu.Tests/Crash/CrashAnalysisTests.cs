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
        "  stack: 0000000000401005 0000000000401006 0000000000500000",
    ];

    [Fact]
    public void NamesLinesAndDecodesTheInstruction()
    {
        Assert.Equal(ElfError.None, SymbolFile.TryRead(CraftedElf.Build(CraftedLines.Version4()), out SymbolFile? symbols));
        CrashAnalysis analysis = CrashAnalysis.Of(CrashReport.Find(Log)!, symbols!);
        Assert.Equal("ret", analysis.Instruction);
        Assert.Equal("syscall", analysis.PreviousInstruction);
        Assert.Equal("second", analysis.Fault!.Method);
        // The return address belongs to the line of the call before it; the next word follows no call; the last has no name.
        Assert.Equal(
            [
                new CrashFrame(0x401005, "A.B.First", 5, new SourceLine("d/f.cs", 10), true),
                new CrashFrame(0x401006, "A.B.First", 6, new SourceLine("d/f.cs", 12), false),
            ],
            analysis.Stack);
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
            Assert.Contains("at  0000000000401005 A.B.First + 0x5  d/f.cs:10", output, StringComparison.Ordinal);
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
