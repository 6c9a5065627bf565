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
        "  thread 3 rip=0000000000401000 rsp=00007ffeffffa900 flags=0000000000000246\r",
        "  cause: page fault, read by the program at 0000000000000008, nothing there",
        "  rax=ffffffffffffffff rbx=0000000000000002",
        "  last fault: divide error, vector 0, error 0",
        "  fault: rip=0000000000401008 rsp=00007ffeffffa9f0",
        "  task: netstackd on thread 1",
        "  trace: 0.1 up 1 2",
        "  trace: 0.2 down",
        "  dump: 00007ffeffffa900 0*3 abc",
        "  dump: 00007ffeffffa920 7ffeffffa900 nonsense 5",
        "  stack: 0000000000401005 0000000000402000 {2*3}",
        "  stack: 0000000000403000 nonsense 12",
        "end of report",
        "  trace: of something else",
    ];

    [Fact]
    public void ReadsWhatTheShimPrints()
    {
        CrashReport report = Assert.Single(CrashReport.FindAll(Log));
        Assert.Equal((CrashReportKind.ProgramCrash, 11, null), (report.Kind, report.Signal, report.ExitCode));
        Assert.Equal("signal 11, a signal without a handler", report.Cause);
        Assert.True(report.IsComplete);
        Assert.Equal("netstackd on thread 1", report.Task);
        Assert.Equal(["0.1 up 1 2", "0.2 down"], report.Trace);
        CrashContext context = Assert.Single(report.Contexts);
        Assert.Equal("thread 3", context.Name);
        Assert.Equal("page fault, read by the program at 0000000000000008, nothing there", context.Cause);
        Assert.Equal("divide error, vector 0, error 0", context.LastFault);
        Assert.Equal(0x401000UL, context.Registers["rip"]);
        Assert.Equal(ulong.MaxValue, context.Registers["rax"]);
        Assert.Equal(0x401008UL, context.FaultRegisters["rip"]);
        Assert.Equal([0UL, 0UL, 0UL, 0xabcUL, 0x7ffeffffa900UL], context.Dump.From(0).Select(word => word.Word));
        Assert.Equal([0x401005UL, 0x402000UL, 0x401005UL, 0x402000UL, 0x401005UL, 0x402000UL, 0x401005UL, 0x402000UL, 0x403000UL], context.Addresses);
    }

    [Fact]
    public void APanicHasTheShimsStackBeforeTheThreads()
    {
        CrashReport report = Assert.Single(CrashReport.FindAll(["SHIM PANIC: no page", "  shim rip=0000000000000001", "  thread 2 rip=0000000000000002"]));
        Assert.Equal((CrashReportKind.ShimPanic, null, false), (report.Kind, report.Signal, report.IsComplete));
        Assert.Equal([("shim", 1UL), ("thread 2", 2UL)], report.Contexts.Select(context => (context.Name, context.Registers["rip"])));
    }

    [Fact]
    public void AnEndThatTheProgramAskedForHasItsExitCode() =>
        Assert.Equal(3, Assert.Single(CrashReport.FindAll(["PROGRAM CRASH: exit 3, task spinner held the loop"])).ExitCode);

    [Fact]
    public void AFailedTaskIsAReportOfItsOwn()
    {
        IReadOnlyList<CrashReport> reports = CrashReport.FindAll(
        [
            "init: task samgrd failed (InvalidOperationException: no (really) )",
            "init: trace samgrd 0.1 up",
            "init: trace other 0.1 up",
            "init: stack samgrd at Something",
            "init: addresses samgrd 0000000000401008 0000000000401005",
            .. Log,
        ]);
        Assert.Equal([CrashReportKind.TaskFailure, CrashReportKind.ProgramCrash], reports.Select(report => report.Kind));
        Assert.Equal(("samgrd", "0.1 up"), (reports[0].Task, Assert.Single(reports[0].Trace)));
        Assert.Equal([0x401008UL, 0x401005UL], Assert.Single(reports[0].Contexts).Addresses);
    }

    [Fact]
    public void ALogWithoutAReportHasNone() => Assert.Empty(CrashReport.FindAll(["all is well", "stack: 0000000000401005"]));

    [Fact]
    public void WhatAReportClaimsIsBounded()
    {
        CrashContext context = Assert.Single(CrashReport.FindAll(
        [
            "SHIM PANIC: x",
            "thread 1 rip=0000000000000001",
            "stack: 0000000000401005 {1*2147483647} {2147483647*2147483647}",
            "dump: 0000000000000000 1*2147483647",
            "dump: fffffffffffffff8 1*3",
        ])[0].Contexts);
        Assert.Equal(CrashContext.LargestStack, context.Addresses.Count);
        Assert.Equal(StackDump.LargestSize, context.Dump.Count);
    }

    [Fact]
    public void AnyLinesAreRead() =>
        Gen.String[Gen.Char["=: 0afr\r{*}dumpstack"], 0, 60].List[0, 10].Sample(lines => CrashReport.FindAll([Log[1], Log[2], .. lines]).Count == 1);
}
