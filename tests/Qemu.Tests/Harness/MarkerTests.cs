using DSoftBus.Qemu.Harness;
using Xunit;

namespace DSoftBus.Tests.Qemu.Harness;

public sealed class MarkerTests
{
    [Theory]
    [InlineData("dsoftbusd: ready", "dsoftbusd: ready", true)]
    [InlineData("dsoftbusd: ready", "dsoftbusd: ready now", true)]
    [InlineData("dsoftbusd: ready", "dsoftbusd: readyish", false)]
    [InlineData("dsoftbusd: ready", "xx dsoftbusd: ready", false)]
    [InlineData("dsoftbusd: ready", "dsoftbusd: read", false)]
    [InlineData("dsoftbusd: cross-vm session ok ", "dsoftbusd: cross-vm session ok fdf72a088f18", true)]
    [InlineData("dsoftbusd: cross-vm session ok ", "dsoftbusd: cross-vm session ok", false)]
    [InlineData("d: bound peer=", "d: bound peer=506ef1879d74", true)]
    public void AMarkerStandsAtTheStartOfALine(string text, string line, bool matches) =>
        Assert.Equal(matches, new MarkerExpectation("A", "k", text).Matches(line));

    [Theory]
    [InlineData("SELFTEST: remote resolve FAIL", LineVerdict.FailMarker)]
    [InlineData("netstackd: net FAIL virtio-probe", LineVerdict.FailMarker)]
    [InlineData("netstackd: net dns proof fail", LineVerdict.FailMarker)]
    [InlineData("dsoftbusd: identity mismatch peer=506ef1879d74", LineVerdict.FailMarker)]
    [InlineData("identityd: no entropy", LineVerdict.FailMarker)]
    [InlineData("init: task dsoftbusd failed (InvalidOperationException: x)", LineVerdict.FailMarker)]
    [InlineData("PANIC: page fault in the shim", LineVerdict.Panic)]
    [InlineData("shim panic: page fault", LineVerdict.Panic)]
    [InlineData("Unhandled exception. System.OutOfMemoryException", LineVerdict.Panic)]
    [InlineData("SELFTEST: remote resolve ok", LineVerdict.Fine)]
    [InlineData("net: FAILOVER is not a word of ours", LineVerdict.Fine)]
    [InlineData("dsoftbusd: session closed peer=506ef1879d74 reason=shutdown", LineVerdict.Fine)]
    public void FailureLinesAreTold(string line, LineVerdict verdict) => Assert.Equal(verdict, FailureRules.Strict.Judge(line));

    [Fact]
    public void AHostileRunToleratesWhatItWants()
    {
        FailureRules rules = FailureRules.Tolerating("dsoftbusd: identity mismatch");
        Assert.Equal(LineVerdict.Fine, rules.Judge("dsoftbusd: identity mismatch peer=1"));
        Assert.Equal(LineVerdict.FailMarker, rules.Judge("dsoftbusd: announce conflict peer=1"));
    }

    [Fact]
    public void TheBoardKeepsTheFirstSightingAndFindsDisorder()
    {
        MarkerExpectation first = new("A", "one", "one"), second = new("A", "two", "two"), free = new("A", "free", "free") { IsOrdered = false };
        var board = new MarkerBoard([first, free, second]);
        Assert.Equal(second, board.Observe(Line("A", 3, "two")));
        Assert.Null(board.Observe(Line("A", 4, "two")));
        Assert.Null(board.Observe(Line("B", 5, "one")));
        Assert.Null(board.FindDisorder());
        Assert.Equal(first, board.Observe(Line("A", 9, "one")));
        Assert.Equal(free, board.Observe(Line("A", 1, "free")));
        Assert.Equal(3, board.Find(second)!.Value.Line);
        Assert.Equal((second, first), board.FindDisorder());
    }

    private static GuestEvent.Line Line(string node, int number, string text) => new(node, number, text, TimeSpan.Zero);
}
