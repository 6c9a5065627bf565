using DSoftBus.Qemu.Launch;
using DSoftBus.Qemu.Refusal;
using Xunit;

namespace DSoftBus.Tests.Qemu.Refusal;

/// <summary>Shell scripts in the guest's place: what counts as red, and that a call which nothing misses is named.</summary>
public sealed class RefusalRunTests
{
    private const string Green = "echo 'ok 1 fine'; echo 'checks: 1 of 1 held'; exit 33";
    private const string Repeatable = "echo one; echo two; exit 33";

    private static readonly RefusalSuite First = new("first", "", []);
    private static readonly RefusalSuite Second = new("second", "", []);
    private static readonly RefusalSuite Always = new("always the same", "", []) { IsRepeatable = true };

    [Theory]
    [InlineData("echo 'FAIL 1 call 9 mmap'; exit 67", "FAIL 1 call 9 mmap")]
    [InlineData("echo 'PROGRAM CRASH: signal 11'; exit 151", "fatal signal 11 in the guest, or signal 23 to QEMU, after: PROGRAM CRASH: signal 11")]
    [InlineData("exit 33", "it ended without its report")]
    public async Task ARedSuiteIsSeen(string script, string red)
    {
        RefusalRow row = Assert.Single(await RunAsync([First], (_, call) => call is null ? Green : script, 9), row => row.Call is not null);
        Assert.Equal((true, "first", red), (row.Holds, row.Suite, row.Red));
    }

    [Fact]
    public async Task ItStopsAtTheFirstRedSuite()
    {
        var asked = new List<string>();
        await RunAsync(
            [First, Second],
            (suite, call) =>
            {
                if (call is not null)
                    asked.Add(suite.Name);
                return call is null ? Green : "echo 'FAIL 1 x'; exit 67";
            },
            9);
        Assert.Equal(["first"], asked);
    }

    [Fact]
    public async Task ACallThatNothingMissesIsNamed()
    {
        List<RefusalRow> rows = await RunAsync([First, Second], (suite, call) => call == 9 && suite == Second ? "echo 'FAIL 1 x'; exit 67" : Green, 9, 0x1001);
        Assert.Equal([("none", true), ("none", true), ("9", true), ("0x1001", false)], rows.Select(row => (row.Number, row.Holds)));
    }

    [Fact]
    public async Task ARedWithoutAnyRefusalEndsTheRun()
    {
        List<RefusalRow> rows = await RunAsync([First], (_, _) => "echo 'FAIL 1 x'; exit 67", 9);
        Assert.False(Assert.Single(rows).Holds);
    }

    [Theory]
    [InlineData("echo one; echo other; exit 33", "another line: other")]
    [InlineData("echo one; exit 33", "only 1 of 2 lines")]
    [InlineData("echo one; echo two; echo three; exit 33", "another line: three")]
    public async Task ADifferenceOfARepeatableSuiteIsRed(string script, string red)
    {
        List<RefusalRow> rows = await RunAsync([Always], (_, call) => call is null ? Repeatable : script, 9);
        Assert.Equal((true, red), (rows[1].Holds, rows[1].Red));
    }

    [Fact]
    public async Task AGuestThatDoesNotEndIsRed()
    {
        RefusalSuite bounded = First with { Bound = TimeSpan.FromSeconds(1) };
        List<RefusalRow> rows = await RunAsync([bounded], (_, call) => call is null ? Green : "exec sleep 300", 202);
        Assert.StartsWith("fatal signal 4 in the guest, or signal 9 to QEMU", rows[1].Red, StringComparison.Ordinal);
    }

    private static Task<List<RefusalRow>> RunAsync(RefusalSuite[] suites, Func<RefusalSuite, ulong?, string> script, params ulong[] calls) =>
        new RefusalRun(new RefusalBoot((suite, call) => new GuestCommand("/bin/sh", ["-c", script(suite, call)])), suites).ExecuteAsync(calls, _ => { }, default);
}
