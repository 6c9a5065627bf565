using System.Diagnostics;

namespace DSoftBus.Tests.Metal.Benchmarks;

/// <summary>How late a waiting program goes on: from the instant at which the timer's interrupt is due to the line of C# behind the wait.</summary>
internal static class Waiting
{
    private const int WakeUps = 20;
    private const int Delays = 10;
    private const long SleepNanoseconds = 500_000;

    /// <summary>Median lateness of clock_nanosleep to an absolute instant 500 us ahead: timer interrupt, thread, managed code.</summary>
    public static double WakeUp()
    {
        var late = new double[WakeUps];
        for (int i = 0; i < WakeUps; i++)
        {
            long until = Kernel.Now() + SleepNanoseconds;
            Kernel.SleepUntil(until);
            late[i] = Kernel.Now() - until;
        }

        return Median(late);
    }

    /// <summary>Median time that Task.Delay(1) takes beyond 1 ms.</summary>
    public static double TaskDelay() => TaskDelayAsync().GetAwaiter().GetResult();

    private static async Task<double> TaskDelayAsync()
    {
        var late = new double[Delays];
        for (int i = 0; i < Delays; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await Task.Delay(1);
            late[i] = Stopwatch.GetElapsedTime(started).TotalNanoseconds - TimeSpan.NanosecondsPerTick * TimeSpan.TicksPerMillisecond;
        }

        return Median(late);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
