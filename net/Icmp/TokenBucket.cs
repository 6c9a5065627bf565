using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Icmp;

/// <summary>Limits a rate: so many per second, and a burst of so many after a quiet time.</summary>
internal sealed class TokenBucket(int perSecond, int burst)
{
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1) / perSecond;

    /// <summary>When the bucket will be full again; each token taken moves it one interval on.</summary>
    private Instant _fullAt = Instant.Zero;

    public bool TryTake(Instant now)
    {
        var start = Instant.Max(_fullAt, now);
        if (start - now > _interval * (burst - 1))
            return false;
        _fullAt = start + _interval;
        return true;
    }
}
