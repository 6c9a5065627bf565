using System.Threading.Channels;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;
using Xunit;

namespace DSoftBus.Tests.Qemu.Harness;

public sealed class PhaseWaiterTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly MarkerExpectation OnA = new("A", "up", "up");
    private static readonly MarkerExpectation OnB = new("B", "up", "up");

    private readonly Channel<GuestEvent> _events = Channel.CreateUnbounded<GuestEvent>();
    private readonly MarkerBoard _board = new([OnA, OnB]);
    private int _line;

    private PhaseWaiter Waiter => new(_events.Reader, _board, FailureRules.Strict, TimeProvider.System);

    [Fact]
    public async Task MarkersOfAllNodesReachThePhaseInAnyOrderOfNodes()
    {
        Say("B", "up");
        Say("A", "noise");
        Say("A", "up");
        Assert.IsType<PhaseResult.Reached>(await Waiter.WaitForMarkersAsync([OnA, OnB], Long, default));
    }

    [Fact]
    public async Task AMarkerThatCameEarlyCountsLater()
    {
        PhaseWaiter waiter = Waiter;
        Say("B", "up");
        Say("A", "up");
        await waiter.WaitForMarkersAsync([OnA], Long, default);
        // Nothing more arrives: B's marker must be on the board already.
        Assert.IsType<PhaseResult.Reached>(await waiter.WaitForMarkersAsync([OnB], Long, default));
    }

    [Fact]
    public async Task AFailLineEndsTheWaitAtOnceEvenWithTheMarkerBehindIt()
    {
        Say("A", "up");
        Say("B", "SELFTEST: remote query FAIL");
        Say("B", "up");
        var failure = Assert.IsType<PhaseResult.FailureLine>(await Waiter.WaitForMarkersAsync([OnA, OnB], Long, default));
        Assert.Equal(("B", 2, LineVerdict.FailMarker), (failure.Node, failure.Line, failure.Verdict));
    }

    [Fact]
    public async Task AnEarlyEndNamesNodeAndWhatIsMissing()
    {
        Say("B", "up");
        _events.Writer.TryWrite(new GuestEvent.Ended("B", GuestExit.FromStatus(33), TimeSpan.Zero));
        var ended = Assert.IsType<PhaseResult.GuestEnded>(await Waiter.WaitForMarkersAsync([OnA, OnB], Long, default));
        Assert.Equal("B", ended.Node);
        Assert.Equal([OnA], ended.Missing);
    }

    [Fact]
    public async Task TheDeadlineNamesWhatIsMissing()
    {
        Say("A", "up");
        var late = Assert.IsType<PhaseResult.TimedOut>(await Waiter.WaitForMarkersAsync([OnA, OnB], TimeSpan.FromMilliseconds(1), default));
        Assert.Equal("B", late.Node);
        Assert.Contains(OnB, late.Missing);
    }

    [Fact]
    public async Task AWordFromEveryNodeIsALaunch()
    {
        Say("A", "hello");
        Say("B", "hello");
        Assert.IsType<PhaseResult.Reached>(await Waiter.WaitForFirstLinesAsync(["A", "B"], Long, default));
    }

    [Fact]
    public async Task ASilentEndIsNoLaunch()
    {
        Say("A", "hello");
        _events.Writer.TryWrite(new GuestEvent.Ended("B", GuestExit.FromStatus(1), TimeSpan.Zero));
        var ended = Assert.IsType<PhaseResult.GuestEnded>(await Waiter.WaitForFirstLinesAsync(["A", "B"], Long, default));
        Assert.Equal(GuestExitKind.StartFailed, ended.Exit.Kind);
    }

    [Fact]
    public async Task BothMustEndWithSuccess()
    {
        _events.Writer.TryWrite(new GuestEvent.Ended("A", GuestExit.FromStatus(33), TimeSpan.Zero));
        _events.Writer.TryWrite(new GuestEvent.Ended("B", GuestExit.FromStatus(0), TimeSpan.Zero));
        var ended = Assert.IsType<PhaseResult.GuestEnded>(await Waiter.WaitForSuccessAsync(["A", "B"], Long, default));
        Assert.Equal("B", ended.Node);
    }

    [Fact]
    public async Task AnInterruptionIsNotADeadline()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Waiter.WaitForMarkersAsync([OnA], Long, cancel.Token));
    }

    private void Say(string node, string text) => _events.Writer.TryWrite(new GuestEvent.Line(node, ++_line, text, TimeSpan.Zero));
}
