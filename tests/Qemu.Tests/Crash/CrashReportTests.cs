using CsCheck;
using DSoftBus.Qemu.Crash;
using Xunit;

namespace DSoftBus.Tests.Qemu.Crash;

public sealed class CrashReportTests
{
    private static readonly string[] Log =
    [
        "hello",
        "PROGRAM CRASH: signal 11, a signal without a handler\r",
        "  thread 1 rip=0000000000401000 rsp=00007ffeffffa900 flags=0000000000000246\r",
        "  rax=ffffffffffffffff rbx=0000000000000002",
        "  stack: 0000000000401005 0000000000402000",
        "  stack: 0000000000403000 nonsense 12",
    ];

    [Fact]
    public void ReadsRegistersCauseAndStack()
    {
        CrashReport report = CrashReport.Find(Log)!;
        Assert.False(report.IsPanic);
        Assert.Equal(11, report.Signal);
        Assert.Equal("signal 11, a signal without a handler", report.Cause);
        Assert.Equal(0x401000UL, report.Registers["rip"]);
        Assert.Equal(ulong.MaxValue, report.Registers["rax"]);
        Assert.Equal([0x401005UL, 0x402000UL, 0x403000UL], report.Stack);
    }

    [Fact]
    public void APanicHasNoSignalAndKeepsItsFirstScreen()
    {
        CrashReport report = CrashReport.Find(["SHIM PANIC: no page", " rip=0000000000000001", "  thread 2 rip=0000000000000002"])!;
        Assert.True(report.IsPanic);
        Assert.Null(report.Signal);
        Assert.Equal(1UL, report.Registers["rip"]);
    }

    [Fact]
    public void ALogWithoutAReportHasNone() => Assert.Null(CrashReport.Find(["all is well", "stack: 0000000000401005"]));

    [Fact]
    public void TheStackIsBounded() =>
        Assert.Equal(CrashReport.LargestStack, CrashReport.Find(["SHIM PANIC: x", .. Enumerable.Repeat("stack: 0000000000401005", 2000)])!.Stack.Count);

    [Fact]
    public void AnyLinesAreRead() =>
        Gen.String[Gen.Char["=: 0afr\r"], 0, 60].List[0, 10].Sample(lines => CrashReport.Find([Log[1], .. lines]) is not null);
}
