namespace DSoftBus.Image.Checks.Served;

/// <summary>The clocks agree with each other; sleeps last.</summary>
internal static unsafe class ServedTimeCalls
{
    private const long Millisecond = 1_000_000;
    private const long PerSecond = 1_000_000_000;
    private const nint Absolute = 1;

    /// <summary>2025-01-01, in seconds: an RTC that works is later.</summary>
    private const long ThisProject = 1_735_689_600;

    public static void Run(CheckLog log)
    {
        TimeSpec time = default;
        bool monotonic = Machine.Call(228, 1, (nint)(&time)) == 0 && time.Total > 0;
        ServedCallChecks.Check(log, 228, "clock_gettime", monotonic);
        long before = TimeSpec.Now();
        time = TimeSpec.Of(2 * Millisecond);
        ServedCallChecks.Check(log, 35, "nanosleep", Machine.Call(35, (nint)(&time), 0) == 0 && TimeSpec.Now() - before >= 2 * Millisecond);
        long until = TimeSpec.Now() + (2 * Millisecond);
        time = TimeSpec.Of(until);
        ServedCallChecks.Check(log, 230, "clock_nanosleep", Machine.Call(230, 1, Absolute, (nint)(&time), 0) == 0 && TimeSpec.Now() >= until);
        ServedCallChecks.Check(log, 229, "clock_getres", Machine.Call(229, 1, (nint)(&time)) == 0 && time.Total == 1);

        long wall = TimeSpec.Now(0);
        long* parts = stackalloc long[2];
        bool ofDay = Machine.Call(96, (nint)parts, 0) == 0 && parts[0] >= wall / PerSecond && parts[0] > ThisProject && parts[1] is >= 0 and < 1_000_000;
        ServedCallChecks.Check(log, 96, "gettimeofday", ofDay);
        ServedCallChecks.Check(log, 201, "time", Machine.Call(201, 0) >= wall / PerSecond);
    }
}
