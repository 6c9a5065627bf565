namespace DSoftBus.Softbus.Discovery;

/// <summary>When to announce: at 0, 250 ms and 1 s, then every 10 s, each wait jittered by up to 25 % either way (decisions.md, Discovery).</summary>
public struct AnnounceSchedule
{
    private const long Millisecond = 1_000_000;

    private int _sent;

    /// <summary>Nanoseconds from one announce to the next; call it once after each.</summary>
    /// <param name="random">32 random bits of purpose <c>jitter</c>.</param>
    public long NextWait(uint random)
    {
        long wait = _sent switch
        {
            0 => 250 * Millisecond,
            1 => 750 * Millisecond,
            _ => 10_000 * Millisecond,
        };
        if (_sent < 2)
            _sent++;
        long jitter = (long)((ulong)(wait / 2) * random >> 32); // 0 to half of it
        return wait - (wait / 4) + jitter;
    }
}
