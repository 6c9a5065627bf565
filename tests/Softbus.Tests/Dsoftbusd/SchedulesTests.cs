using CsCheck;
using DSoftBus.Softbus.Dsoftbusd;
using Xunit;

namespace DSoftBus.Tests.Softbus.Dsoftbusd;

public sealed class SchedulesTests
{
    private const uint Middle = 0x8000_0000;

    [Fact]
    public void JitterStaysWithinAQuarter()
        => Gen.Select(Gen.Int[1, 100_000], Gen.UInt).Sample((milliseconds, random) =>
        {
            var wait = TimeSpan.FromMilliseconds(milliseconds);
            var jittered = Jitter.Apply(wait, random);
            return jittered >= wait * 0.75 && jittered <= wait * 1.25;
        });

    [Fact]
    public void JitterUsesItsWholeRange()
    {
        var second = TimeSpan.FromSeconds(1);
        Assert.Equal(750, Jitter.Apply(second, 0).TotalMilliseconds);
        Assert.InRange(Jitter.Apply(second, uint.MaxValue).TotalMilliseconds, 1249.9, 1250);
    }

    [Fact]
    public void BackoffDoublesToTenSecondsAndStartsAgainAfterSuccess()
    {
        var backoff = new Backoff();
        int[] waits = [.. Enumerable.Range(0, 8).Select(_ => (int)backoff.Fail(Middle).TotalMilliseconds)];
        Assert.Equal([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000], waits);
        backoff.Succeed();
        Assert.Equal(250, backoff.Fail(Middle).TotalMilliseconds);
    }
}
