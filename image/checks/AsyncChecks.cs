using System.Diagnostics;
using System.Threading.Channels;

namespace DSoftBus.Image.Checks;

/// <summary>Tasks, delays, timers, cancellation and channels.</summary>
internal static class AsyncChecks
{
    public static async Task Run(CheckLog log)
    {
        log.Check("awaits in a tree", await Fibonacci(12) == 144);

        int sum = 0;
        await foreach (int value in Count(5))
            sum += value;
        log.Check("async enumerable", sum == 10);

        var watch = Stopwatch.StartNew();
        await Task.Delay(100);
        log.Check("delay is not short", watch.ElapsedMilliseconds >= 99, $"{watch.ElapsedMilliseconds} ms for 100");

        watch.Restart();
        Thread.Sleep(50);
        log.Check("sleep is not short", watch.ElapsedMilliseconds >= 49, $"{watch.ElapsedMilliseconds} ms for 50");

        log.Check("timer repeats", await CountTimerTicks(10) == 10);
        log.Check("cancellation by time", await IsCancelled());
        log.Check("bounded channel", await SumThroughChannel(1000) == 499_500);
        log.Check("when all", (await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => i)))).Sum() == 1225);
    }

    private static async Task<int> Fibonacci(int n)
    {
        if (n < 2)
            return n;
        await Task.Yield();
        var left = Fibonacci(n - 1);
        var right = Fibonacci(n - 2);
        return await left + await right;
    }

    private static async IAsyncEnumerable<int> Count(int limit)
    {
        for (int i = 0; i < limit; i++)
        {
            await Task.Delay(2);
            yield return i;
        }
    }

    private static async Task<int> CountTimerTicks(int wanted)
    {
        int ticks = 0;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = new Timer(
            _ =>
            {
                if (Interlocked.Increment(ref ticks) == wanted)
                    reached.TrySetResult();
            },
            null,
            dueTime: 5,
            period: 5);
        await reached.Task;
        return Math.Min(Volatile.Read(ref ticks), wanted);
    }

    private static async Task<bool> IsCancelled()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        try
        {
            await Task.Delay(TimeSpan.FromMinutes(1), source.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static async Task<long> SumThroughChannel(int count)
    {
        var channel = Channel.CreateBounded<int>(4);
        var producer = Task.Run(async () =>
        {
            for (int i = 0; i < count; i++)
                await channel.Writer.WriteAsync(i);
            channel.Writer.Complete();
        });
        long sum = 0;
        await foreach (int value in channel.Reader.ReadAllAsync())
            sum += value;
        await producer;
        return sum;
    }
}
