using System.Diagnostics;

namespace DSoftBus.Image.Checks.Soak;

/// <summary>Reads the monotonic clock against the latest reading of all threads: it never steps back, read by call or as the C library does.</summary>
internal sealed class ClockWork(SoakState state, SoakCounter readings)
{
    private const int Burst = 200;

    private long _latest;

    public void Run()
    {
        while (!state.IsStopping)
        {
            for (int i = 0; i < Burst; i++)
                Read(isCall: i % 2 == 0);
            readings.Add(Burst);
            Thread.Sleep(2);
        }
    }

    private void Read(bool isCall)
    {
        long before = Volatile.Read(ref _latest);
        long now = isCall ? TimeSpec.Now() : Stopwatch.GetTimestamp();
        if (now < before)
            state.Fail($"the clock stepped back by {before - now} ns");
        while (now > before)
        {
            long seen = Interlocked.CompareExchange(ref _latest, now, before);
            if (seen == before)
                return;
            before = seen;
        }
    }
}
