using DSoftBus.KernelShim.Boot;

namespace DSoftBus.KernelShim.Time;

/// <summary>Monotonic time from the CPU's time-stamp counter, wall-clock time from the RTC at boot plus that.</summary>
internal static class Clock
{
    public const ulong NanosecondsPerSecond = 1_000_000_000;

    private static ulong _last;

    /// <summary>Time-stamp counter at monotonic zero.</summary>
    public static ulong Start { get; private set; }

    /// <summary>Nanoseconds of one tick, times 2^32.</summary>
    public static ulong Multiplier { get; private set; }

    /// <summary>Time-stamp counter ticks per second.</summary>
    public static ulong Frequency { get; private set; }

    /// <summary>Wall-clock time at monotonic zero, in nanoseconds since 1970.</summary>
    public static ulong WallAtStart { get; private set; }

    public static void Initialize(ulong start, ulong frequency, ulong wallNow)
    {
        Start = start;
        Frequency = frequency;
        Multiplier = (NanosecondsPerSecond << 32) / frequency;
        ulong now = Now();
        WallAtStart = wallNow > now ? wallNow - now : 0; // 0: there is no clock of the wall
    }

    /// <summary>Nanoseconds since boot; never less than a value returned before.</summary>
    public static ulong Now()
    {
        ulong now = Cpu.Scale(Cpu.ReadTimeStamp() - Start, Multiplier);
        if (now < _last)
            return _last;
        _last = now;
        return now;
    }

    /// <summary>Nanoseconds since 1970.</summary>
    public static ulong WallNow() => WallAtStart + Now();
}
