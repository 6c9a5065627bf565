using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>At most so many challenge ACKs per second of the whole layer (RFC 5961 section 7).</summary>
internal sealed class ChallengeLimiter(int perSecond)
{
    private Instant _windowEnd = Instant.Zero;
    private int _left;

    public bool TryTake(Instant now)
    {
        if (now >= _windowEnd)
        {
            _windowEnd = now + TimeSpan.FromSeconds(1);
            _left = perSecond;
        }

        if (_left == 0)
            return false;
        _left--;
        return true;
    }
}
