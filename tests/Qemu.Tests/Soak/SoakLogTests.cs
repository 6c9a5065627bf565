using DSoftBus.Qemu.Soak;
using Xunit;

namespace DSoftBus.Tests.Qemu.Soak;

public sealed class SoakLogTests
{
    [Fact]
    public void AGoodRunIsRead()
    {
        var log = new SoakLog();
        SoakLine[] seen =
        [
            .. new[]
            {
                "hello from managed code", "ok 1 the machine has a network and an entropy device", "soak: 60 s begin",
                "soak: 10 s of 60, 88 collections, moved objects 120", "ok 2 every invariant held",
                "soak: pauses 97 collections, median 11.98 ms, p99 44.57 ms, maximum 48.91 ms",
                "soak: idle begins", "soak: idle ends, 2 timer interrupts in 5 s", "checks: 2 of 2 held",
            }.Select(log.Take),
        ];
        Assert.Equal([SoakLine.Other, SoakLine.Other, SoakLine.Progress, SoakLine.Progress, SoakLine.Other, SoakLine.Other, SoakLine.IdleBegins, SoakLine.IdleEnds, SoakLine.Other], seen);
        Assert.Equal((2, 0, true, 2), (log.Held, log.Failed.Count, log.IsComplete, log.IdleInterrupts));
        Assert.Equal(new SoakPauses(97, 11.98, 44.57, 48.91), log.Pauses);
    }

    [Fact]
    public void AFailureIsKeptAsItWasPrinted()
    {
        var log = new SoakLog();
        log.Take("FAIL 3 a live block of 17 bytes changed");
        Assert.Equal(["FAIL 3 a live block of 17 bytes changed"], log.Failed);
        Assert.False(log.IsComplete);
    }

    [Theory]
    [InlineData("soak: pauses none")]
    [InlineData("soak: pauses 99999999999999999999 collections, median 1.0 ms, p99 1.0 ms, maximum 1.0 ms")]
    [InlineData("soak: idle ends, -1 timer interrupts in 5 s")]
    [InlineData("checks: many of them held")]
    [InlineData("")]
    public void OtherLinesCountForNothing(string line)
    {
        var log = new SoakLog();
        Assert.Equal(SoakLine.Other, log.Take(line));
        Assert.Equal((0, 0, false), (log.Held, log.Failed.Count, log.IsComplete));
        Assert.Null(log.Pauses);
        Assert.Null(log.IdleInterrupts);
    }
}
