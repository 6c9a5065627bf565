using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>
/// At most so many challenge ACKs per second of the whole layer (RFC 5961 section 7). How many is drawn for each second, between half and
/// all: with a known number, whoever counts what is left learns whether others were challenged, and so which numbers a connection uses.
/// </summary>
internal sealed class ChallengeLimiter(int perSecond, IRandomSource random)
{
    private Instant _windowEnd = Instant.Zero;
    private int _left;

    public bool TryTake(Instant now)
    {
        if (now >= _windowEnd)
        {
            _windowEnd = now + TimeSpan.FromSeconds(1);
            _left = perSecond - (random.NextUInt16() % ((perSecond / 2) + 1));
        }

        if (_left == 0)
            return false;
        _left--;
        return true;
    }
}
