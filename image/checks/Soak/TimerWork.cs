using System.Diagnostics;

namespace DSoftBus.Image.Checks.Soak;

/// <summary>Timers and delays of the class library: never early, by more than the millisecond that they are counted in.</summary>
internal sealed class TimerWork(SoakState state, SoakCounter ticks, SoakCounter delays)
{
    private const int Period = 20;
    private const int LongestDelay = 30;

    public void Run()
    {
        long count = 0;
        long start = Stopwatch.GetTimestamp();
        using (var timer = new Timer(
            _ =>
            {
                long number = Interlocked.Increment(ref count);
                if (Stopwatch.GetElapsedTime(start).TotalMilliseconds < (number * Period) - 1)
                    state.Fail($"tick {number} of a timer came early");
                ticks.Add();
            },
            null,
            Period,
            Period))
        {
            DelayAsync().GetAwaiter().GetResult();
        }
    }

    private async Task DelayAsync()
    {
        for (int i = 0; !state.IsStopping; i++)
        {
            int wanted = 1 + (i % LongestDelay);
            long start = Stopwatch.GetTimestamp();
            await Task.Delay(wanted);
            if (Stopwatch.GetElapsedTime(start).TotalMilliseconds < wanted - 1)
                state.Fail($"a delay of {wanted} ms ended early");
            delays.Add();
        }
    }
}
