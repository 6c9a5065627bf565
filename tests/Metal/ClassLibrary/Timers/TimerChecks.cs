using System.Diagnostics;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Timers;

/// <summary>
/// Timers, delays and clocks. No time is printed: only that something came, how often at least, and that it did not come too early.
/// </summary>
internal static class TimerChecks
{
    /// <summary>Timers count in milliseconds of a coarse clock; so much earlier than asked may they come by the fine one.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(17);

    public static void Add(Area area)
    {
        AddDelays(area);
        AddTimers(area);
        AddClocks(area);
    }

    private static void AddDelays(Area area)
    {
        area.Check("delay of 60 ms is not shorter", async () =>
        {
            long start = Stopwatch.GetTimestamp();
            await Task.Delay(60);
            return Values.Of(NotBefore(start, 60));
        });
        area.Check("sleep of 30 ms is not shorter", () =>
        {
            long start = Stopwatch.GetTimestamp();
            Thread.Sleep(30);
            return Values.Of(NotBefore(start, 30));
        });
        area.Check("100 delays at once all end", async () =>
        {
            long start = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(1, 100).Select(number => Task.Delay(number % 10 + 20)));
            return Values.Of(NotBefore(start, 29));
        });
        area.Check("delay of no time, of less than none, of too much", async () => Values.Of(
            Task.Delay(0).IsCompleted, await Thrown.ByAsync(() => Task.Delay(-2)), await Thrown.ByAsync(() => Task.Delay(TimeSpan.FromDays(60)))));
        area.Check("delay cancelled", async () =>
        {
            using var stop = new CancellationTokenSource();
            var delay = Task.Delay(TimeSpan.FromHours(1), stop.Token);
            bool before = delay.IsCompleted;
            await stop.CancelAsync();
            return Values.Of(before, await Thrown.ByAsync(() => delay), delay.Status);
        });
        area.Check("a source cancels itself after 20 ms", async () =>
        {
            using var stop = new CancellationTokenSource(20);
            string type = await Thrown.ByAsync(() => Task.Delay(TimeSpan.FromHours(1), stop.Token));
            return Values.Of(type, stop.IsCancellationRequested, stop.TryReset());
        });
        area.Check("a source that was to cancel itself is told not to", async () =>
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromHours(1));
            stop.CancelAfter(Timeout.Infinite);
            await Task.Delay(20);
            return Values.Of(stop.IsCancellationRequested, stop.TryReset());
        });
        area.Check("waiting with a limit, in vain and not", async () =>
        {
            var never = new TaskCompletionSource<int>();
            return Values.Of(await Thrown.ByAsync(() => never.Task.WaitAsync(TimeSpan.FromMilliseconds(20))), await Task.Run(() => 5).WaitAsync(TimeSpan.FromMinutes(10)), never.Task.Wait(10));
        });
        area.Check("ten threads sleep at once, ten times each", () =>
        {
            int woken = 0;
            Crew.Run(10, number =>
            {
                for (int i = 0; i < 10; i++)
                {
                    Thread.Sleep(1 + number % 3);
                    Interlocked.Increment(ref woken);
                }
            });
            return Values.Of(woken);
        });
    }

    private static void AddTimers(Area area)
    {
        area.Check("timer, fires five times", () =>
        {
            using var five = new CountdownEvent(5);
            using var timer = new Timer(_ =>
            {
                if (!five.IsSet)
                    five.Signal();
            }, null, 1, 3);
            five.Wait();
            return Values.Of(five.IsSet, five.CurrentCount);
        });
        area.Check("timer, fires once with its state", () =>
        {
            using var fired = new ManualResetEventSlim();
            object? seen = null;
            int count = 0;
            using var timer = new Timer(state =>
            {
                seen = state;
                Interlocked.Increment(ref count);
                fired.Set();
            }, "state", 5, Timeout.Infinite);
            fired.Wait();
            Thread.Sleep(40);
            return Values.Of(seen, count);
        });
        area.Check("timer, put off, then set again", () =>
        {
            using var fired = new AutoResetEvent(false);
            using var timer = new Timer(_ => fired.Set(), null, Timeout.Infinite, Timeout.Infinite);
            bool before = fired.WaitOne(20);
            timer.Change(5, Timeout.Infinite);
            bool after = fired.WaitOne();
            timer.Change(5, Timeout.Infinite);
            return Values.Of(before, after, fired.WaitOne());
        });
        area.Check("timer, disposed, fires no more", () =>
        {
            int count = 0;
            using var gone = new ManualResetEvent(false);
            var timer = new Timer(_ => Interlocked.Increment(ref count), null, 0, 1);
            while (Volatile.Read(ref count) < 3)
                Thread.Sleep(1);
            bool first = timer.Dispose(gone);
            gone.WaitOne();
            int then = Volatile.Read(ref count);
            Thread.Sleep(30);
            return Values.Of(first, Volatile.Read(ref count) == then, timer.Change(1, 1));
        });
        area.Check("timer, changed inside its own callback", () =>
        {
            using var done = new ManualResetEventSlim();
            int count = 0;
            Timer? timer = null;
            timer = new Timer(_ =>
            {
                if (++count == 4)
                    done.Set();
                else
                    timer!.Change(2, Timeout.Infinite);
            });
            timer.Change(0, Timeout.Infinite);
            done.Wait();
            timer.Dispose();
            return Values.Of(count);
        });
        area.Check("1000 timers, each fires once", () =>
        {
            using var all = new CountdownEvent(1000);
            var timers = Enumerable.Range(0, 1000).Select(number => new Timer(_ => all.Signal(), null, number % 40, Timeout.Infinite)).ToList();
            all.Wait();
            timers.ForEach(timer => timer.Dispose());
            return Values.Of(all.CurrentCount, timers.Count);
        });
        area.Check("periodic timer, six ticks, then disposed", async () =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(3));
            int ticks = 0;
            while (ticks < 6 && await timer.WaitForNextTickAsync())
                ticks++;
            timer.Dispose();
            return Values.Of(ticks, await timer.WaitForNextTickAsync(), Thrown.By(() => _ = new PeriodicTimer(TimeSpan.Zero)));
        });
        area.Check("timer of the components, elapsed three times", () =>
        {
            using var three = new CountdownEvent(3);
            using var timer = new System.Timers.Timer(2);
            timer.Elapsed += (_, _) =>
            {
                if (!three.IsSet)
                    three.Signal();
            };
            timer.Start();
            three.Wait();
            timer.Stop();
            return Values.Of(three.IsSet, timer.AutoReset, timer.Enabled);
        });
        area.Check("a time of one's own drives delays and timers", async () =>
        {
            var time = new ManualTime();
            int fired = 0;
            using var timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
            var delay = Task.Delay(TimeSpan.FromSeconds(25), time);
            time.Advance(TimeSpan.FromSeconds(20));
            bool early = delay.IsCompleted;
            time.Advance(TimeSpan.FromSeconds(5));
            await delay;
            return Values.Of(fired, early, delay.IsCompletedSuccessfully, time.GetElapsedTime(0), time.GetUtcNow().ToString("HH:mm:ss"));
        });
    }

    private static void AddClocks(Area area)
    {
        area.Check("stopwatch never steps back in 20000 readings by each of three threads", () =>
        {
            var back = new int[3];
            Crew.Run(3, number =>
            {
                long last = Stopwatch.GetTimestamp();
                for (int i = 0; i < 20_000; i++)
                {
                    long now = Stopwatch.GetTimestamp();
                    back[number] += now < last ? 1 : 0;
                    last = now;
                }
            });
            return Values.Of(back, Stopwatch.IsHighResolution, Stopwatch.Frequency);
        });
        area.Check("stopwatch, started, stopped, reset", () =>
        {
            var watch = Stopwatch.StartNew();
            Thread.Sleep(2);
            watch.Stop();
            var stopped = watch.Elapsed;
            Thread.Sleep(2);
            bool still = watch.Elapsed == stopped;
            watch.Reset();
            return Values.Of(stopped > TimeSpan.Zero, still, watch.ElapsedTicks);
        });
        area.Check("clocks of the wall and of the machine go on together", () =>
        {
            var wall = DateTime.UtcNow;
            long machine = Environment.TickCount64;
            long fine = Stopwatch.GetTimestamp();
            Thread.Sleep(50);
            return Values.Of(
                DateTime.UtcNow - wall > TimeSpan.FromMilliseconds(30), Environment.TickCount64 - machine >= 30, Stopwatch.GetElapsedTime(fine) >= TimeSpan.FromMilliseconds(33), DateTime.UtcNow.Year is >= 2024 and < 2100, DateTime.Now.Kind);
        });
        area.Check("time used by the process goes on with work", () =>
        {
            var before = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            while (Environment.CpuUsage.TotalTime - before < TimeSpan.FromMilliseconds(20))
                Thread.SpinWait(1000);
            return Values.Of(Stopwatch.GetElapsedTime(start) > TimeSpan.FromMilliseconds(2), Environment.CpuUsage.UserTime > TimeSpan.Zero);
        });
    }

    private static bool NotBefore(long start, int milliseconds) => Stopwatch.GetElapsedTime(start) + Grain >= TimeSpan.FromMilliseconds(milliseconds);
}
