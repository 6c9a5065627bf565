using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Init;

/// <summary>How long a task that ended waits for its restart: 100 ms, doubling to 5 s; after ten seconds of life again 100 ms.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HealthyLife = TimeSpan.FromSeconds(10);

    private TimeSpan _next = First;

    internal TimeSpan Next(Instant started, Instant ended)
    {
        if (ended - started >= HealthyLife)
            _next = First;
        var delay = _next;
        _next = delay * 2 < Longest ? delay * 2 : Longest;
        return delay;
    }
}
