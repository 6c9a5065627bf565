namespace DSoftBus.Image.Checks;

/// <summary>Locks, monitors, thread-local state, many threads.</summary>
internal static class ThreadChecks
{
    private const int Contenders = 8;

    [ThreadStatic]
    private static int _own;

    public static void Run(CheckLog log)
    {
        log.Check("lock contention", CountUnderLock() == Contenders * 5000);
        log.Check("monitor wait and pulse", WaitAndPulse());
        log.Check("timed wait ends", !new ManualResetEventSlim().Wait(20) && !WaitUnpulsed(20));
        log.Check("thread-static state", Enumerable.Range(0, 4).Select(i => Task.Run(() => KeepsOwn(i))).All(task => task.Result));
        log.Check("semaphore ping-pong", PingPong(500));
        log.Check("200 threads come and go", ComeAndGo(200) == 200);
        log.Check("barrier of four", MeetAtBarrier());
    }

    private static int CountUnderLock()
    {
        object gate = new();
        int count = 0;
        var threads = new Thread[Contenders];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                for (int j = 0; j < 5000; j++)
                {
                    lock (gate)
                        count++;
                }
            });
            threads[i].Start();
        }

        foreach (var thread in threads)
            thread.Join();
        return count;
    }

    private static bool WaitAndPulse()
    {
        object gate = new();
        bool pulsed = false;
        var waker = new Thread(() =>
        {
            lock (gate)
            {
                pulsed = true;
                Monitor.PulseAll(gate);
            }
        });
        lock (gate)
        {
            waker.Start();
            while (!pulsed)
                Monitor.Wait(gate);
        }

        waker.Join();
        return true;
    }

    private static bool WaitUnpulsed(int milliseconds)
    {
        object gate = new();
        lock (gate)
            return Monitor.Wait(gate, milliseconds);
    }

    private static bool KeepsOwn(int value)
    {
        _own = value;
        Thread.Sleep(3);
        return _own == value;
    }

    private static bool PingPong(int rounds)
    {
        using var there = new SemaphoreSlim(0);
        using var back = new SemaphoreSlim(0);
        var partner = new Thread(() =>
        {
            for (int i = 0; i < rounds; i++)
            {
                there.Wait();
                back.Release();
            }
        });
        partner.Start();
        for (int i = 0; i < rounds; i++)
        {
            there.Release();
            back.Wait();
        }

        partner.Join();
        return true;
    }

    private static int ComeAndGo(int count)
    {
        int ran = 0;
        for (int i = 0; i < count; i += 10)
        {
            var threads = new Thread[10];
            for (int j = 0; j < threads.Length; j++)
            {
                threads[j] = new Thread(() => Interlocked.Increment(ref ran), maxStackSize: 256 * 1024);
                threads[j].Start();
            }

            foreach (var thread in threads)
                thread.Join();
        }

        return ran;
    }

    private static bool MeetAtBarrier()
    {
        int arrived = 0;
        bool early = false;
        using var barrier = new Barrier(4);
        var threads = new Thread[4];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                Interlocked.Increment(ref arrived);
                barrier.SignalAndWait();
                early |= Volatile.Read(ref arrived) != 4;
            });
            threads[i].Start();
        }

        foreach (var thread in threads)
            thread.Join();
        return !early;
    }
}
