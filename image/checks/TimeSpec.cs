namespace DSoftBus.Image.Checks;

/// <summary>struct timespec: seconds and nanoseconds.</summary>
internal struct TimeSpec
{
    private const long PerSecond = 1_000_000_000;

    public long Seconds;
    public long Nanoseconds;

    public static TimeSpec Of(long nanoseconds) => new() { Seconds = nanoseconds / PerSecond, Nanoseconds = nanoseconds % PerSecond };

    public readonly long Total => (Seconds * PerSecond) + Nanoseconds;

    /// <summary>clock_gettime: 0 wall clock, 1 monotonic, 3 time of the thread; in nanoseconds.</summary>
    public static unsafe long Now(int clock = 1)
    {
        TimeSpec time;
        Machine.Call(Machine.ClockGet, clock, (nint)(&time));
        return time.Total;
    }
}
