using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.TwoVm;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Mirror;

/// <summary>The contract that the harness holds two machines to, held for the mirror: the same markers, the same order, the same nodes.</summary>
public sealed class MirrorContractTests
{
    [Fact]
    public void TheMirrorKeepsTheContractOfTheTwoVmRun()
    {
        var board = new MarkerBoard(TwoVmMarkers.All);
        var said = MirrorRuns.TwoVmLines();
        foreach (var (node, lines) in said)
        {
            for (int i = 0; i < lines.Count; i++)
            {
                Assert.True(FailureRules.Strict.Judge(lines[i]) is LineVerdict.Fine, $"{node}: {lines[i]}");
                board.Observe(new GuestEvent.Line(node, i + 1, lines[i], TimeSpan.Zero));
            }
        }

        Assert.All(board.Expectations, expected => Assert.True(board.Find(expected) is not null, $"{expected} did not come"));
        Assert.Null(board.FindDisorder());
        Assert.DoesNotContain(said["B"], TwoVmMarkers.OnlyOnA.Contains);
    }
}
