using DSoftBus.KernelShim.Interrupts;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Time;

/// <summary>The one timer interrupt, set for the next event only; without one the machine sleeps undisturbed.</summary>
internal static class IntervalTimer
{
    /// <summary>Longest single wait; a later event sets the timer again.</summary>
    private const ulong Longest = 10 * Clock.NanosecondsPerSecond;

    private static ulong _set;
    private static bool _isSet;

    /// <summary>Timer interrupts since boot. An idle machine has none.</summary>
    public static ulong Interrupts { get; private set; }

    /// <summary>Makes sure that the timer fires by <paramref name="when"/> (monotonic nanoseconds). An earlier setting stays: a tick too many does no harm.</summary>
    public static void Set(ulong when)
    {
        if (when == Thread.Never || (_isSet && _set <= when))
            return;
        ulong now = Clock.Now();
        ulong wait = when > now ? when - now : 0;
        if (wait > Longest)
            wait = Longest;
        _set = now + wait;
        _isSet = true;
        LocalApic.StartTimer(wait);
    }

    /// <summary>The interrupt arrived.</summary>
    public static void Fired()
    {
        Interrupts++;
        _isSet = false;
    }
}
