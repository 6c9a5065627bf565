using System.Runtime.CompilerServices;

namespace DSoftBus.Image.Checks;

/// <summary>The shim's scheduler: equal shares, no tick without need, ids and pages of ended threads come back.</summary>
internal static unsafe class SchedulerChecks
{
    private const int Sharers = 4;
    private const int WindowInSwitches = 800;
    private const int IdleMilliseconds = 3000;

    /// <summary>The deadline's own interrupt, and a few for whatever the runtime still had to do.</summary>
    private const int MostInterruptsWhileIdle = 10;

    private const int LargestId = 32768;
    private const int ManyCalls = 10_000;
    private const int Capacity = 512;

    private static volatile bool _stop;

    public static void Run(CheckLog log)
    {
        long[] shares = Share();
        log.Check("equal threads get equal shares, none twice another's", shares.Min() * 2 >= shares.Max(), string.Join(' ', shares));
        CheckIdle(log);
        CheckStateSaves(log);
        CheckIds(log);
        CheckFullTable(log);
    }

    /// <summary>Threads that only count, for a number of switches of the CPU, never for a time.</summary>
    private static long[] Share()
    {
        long[] counts = new long[Sharers];
        var threads = new Thread[Sharers];
        _stop = false;
        for (int i = 0; i < Sharers; i++)
        {
            int index = i;
            threads[i] = new Thread(() => counts[index] = CountUntilStopped());
            threads[i].Start();
        }

        long end = ShimCounters.Now().Switches + WindowInSwitches;
        while (ShimCounters.Now().Switches < end)
            Thread.Sleep(20);
        _stop = true;
        foreach (var thread in threads)
            thread.Join();
        return counts;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long CountUntilStopped()
    {
        long count = 0;
        while (!_stop)
            count++;
        return count;
    }

    private static void CheckIdle(CheckLog log)
    {
        var before = ShimCounters.Now();
        Thread.Sleep(IdleMilliseconds);
        var after = ShimCounters.Now();
        long interrupts = after.TimerInterrupts - before.TimerInterrupts;
        log.Check("no tick while idle", interrupts <= MostInterruptsWhileIdle, $"{interrupts} timer interrupts in {IdleMilliseconds} ms");
        log.Check("idle time counts as idle", after.IdleNanoseconds - before.IdleNanoseconds >= IdleMilliseconds * 500_000L);
    }

    private static void CheckStateSaves(CheckLog log)
    {
        var before = ShimCounters.Now();
        for (int i = 0; i < ManyCalls; i++)
            Machine.Call(39);
        var after = ShimCounters.Now();
        long saves = after.StateSaves - before.StateSaves;
        log.Check("calls do not save the extended state", saves <= ManyCalls / 100, $"{saves} saves in {ManyCalls} calls");
    }

    /// <summary>More threads than the shim has room for: an exception for the program, nothing for the shim.</summary>
    private static void CheckFullTable(CheckLog log)
    {
        long before = ShimCounters.Now().Threads;
        using var end = new ManualResetEvent(false);
        var threads = new List<Thread>();
        bool refused = false;
        while (!refused && threads.Count <= Capacity)
        {
            var thread = new Thread(() => end.WaitOne(), maxStackSize: 128 * 1024);
            try
            {
                thread.Start();
                threads.Add(thread);
            }
            catch (OutOfMemoryException)
            {
                refused = true;
            }
        }

        long most = ShimCounters.Now().Threads;
        end.Set();
        foreach (var thread in threads)
            thread.Join();
        log.Check("one thread too many is an OutOfMemoryException", refused && most == Capacity, $"{most} threads");
        while (ShimCounters.Now().Threads > before)
            Thread.Sleep(1);
        log.Check("after that threads start as before", CountByThread() == 1);
    }

    private static int CountByThread()
    {
        int count = 0;
        var thread = new Thread(() => count++);
        thread.Start();
        thread.Join();
        return count;
    }

    private static void CheckIds(CheckLog log)
    {
        nint stack = Machine.MapPages(1);
        nint self = Machine.Call(186);
        var before = ShimCounters.Now();
        int wrong = 0;
        int started = 0;
        long highest = 0;
        for (; started < LargestId + 300; started++)
        {
            int id = 0;
            nint answer = RawCode.StartThread(stack, &id);
            if (answer is < 2 or > LargestId || answer == self)
                wrong++;
            highest = Math.Max(highest, answer);
            if (answer < 0 || !RawCode.Join(&id))
                break;
        }

        Machine.Call(Machine.Unmap, stack, Machine.PageSize);
        var after = ShimCounters.Now(); // before anything is printed: that may touch a fresh page of the heap
        log.Check("ids of threads begin again and meet no living thread", wrong == 0 && highest == LargestId, $"{started} threads, {wrong} wrong, highest {highest}");
        log.Check("ended threads are gone, their pages too", after.Threads == before.Threads && after.UnreachedPages == before.UnreachedPages, $"{before.Threads} threads and {before.UnreachedPages} pages before, {after.Threads} and {after.UnreachedPages} after");
    }
}
