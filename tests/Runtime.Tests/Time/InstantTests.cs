using CsCheck;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Runtime.Time;

public class InstantTests
{
    [Fact]
    public void Arithmetic_saturates()
    {
        var one = Instant.Zero + TimeSpan.FromSeconds(1);
        Assert.Equal(1_000_000_000, one.Nanoseconds);
        Assert.Equal(Instant.Never, one + TimeSpan.MaxValue);
        Assert.Equal(long.MinValue, (one - TimeSpan.MaxValue).Nanoseconds);
        Assert.Equal(Instant.Never, one - TimeSpan.MinValue);
        Assert.Equal(Instant.Never, Instant.Never - TimeSpan.FromDays(1));
        Assert.Equal(TimeSpan.FromMilliseconds(250), one + TimeSpan.FromMilliseconds(250) - one);
        Assert.Equal("1.250000", (one + TimeSpan.FromMilliseconds(250)).ToString());
        Assert.Equal("never", Instant.Never.ToString());
    }

    [Fact]
    public void Adding_and_subtracting_agree_with_the_exact_sum() =>
        Gen.Select(Gen.Long, Gen.Long).Sample((ns, ticks) =>
        {
            var exact = Int128.Clamp(ns + ((Int128)ticks * 100), long.MinValue, long.MaxValue);
            return ns == long.MaxValue || (new Instant(ns) + TimeSpan.FromTicks(ticks)).Nanoseconds == (long)exact;
        });
}
