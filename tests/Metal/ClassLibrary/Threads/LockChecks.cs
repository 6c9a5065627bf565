using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Threads;

/// <summary>Locks, events and everything else that threads wait for.</summary>
internal static class LockChecks
{
    private const int Threads = 4;
    private const int Rounds = 3000;

    private static long _volatileLeft;
    private static long _volatileRight;

    public static void Add(Area area)
    {
        AddLocks(area);
        AddSignals(area);
        AddAtomics(area);
    }

    private static void AddLocks(Area area)
    {
        area.Check("four threads count under a monitor, a lock, a spin lock, a reader-writer lock", () =>
        {
            object monitor = new();
            var modern = new Lock();
            var spin = new SpinLock(enableThreadOwnerTracking: false);
            using var writers = new ReaderWriterLockSlim();
            var counts = new int[4];
            Crew.Run(Threads, _ =>
            {
                for (int i = 0; i < Rounds; i++)
                {
                    lock (monitor)
                        counts[0]++;
                    lock (modern)
                        counts[1]++;
                    bool taken = false;
                    spin.Enter(ref taken);
                    counts[2]++;
                    spin.Exit();
                    writers.EnterWriteLock();
                    counts[3]++;
                    writers.ExitWriteLock();
                }
            });
            return Values.Of(counts);
        });
        area.Check("a lock is entered again by its owner, and left too often", () =>
        {
            var gate = new Lock();
            gate.Enter();
            bool again = gate.TryEnter();
            gate.Exit();
            bool held = gate.IsHeldByCurrentThread;
            gate.Exit();
            return Values.Of(again, held, gate.IsHeldByCurrentThread, Thrown.By(gate.Exit), Thrown.By(() => Monitor.Exit(new object())));
        });
        area.Check("a lock that another holds, tried with limits", () =>
        {
            object gate = new();
            bool now = true;
            bool later = true;
            lock (gate)
            {
                var thread = new Thread(() =>
                {
                    now = Monitor.TryEnter(gate);
                    later = Monitor.TryEnter(gate, 20);
                });
                thread.Start();
                thread.Join();
            }

            return Values.Of(now, later, Monitor.TryEnter(gate), Monitor.IsEntered(gate));
        });
        area.Check("a lock is let go by an exception", () =>
        {
            object gate = new();
            string type = Thrown.By(() =>
            {
                lock (gate)
                    throw new FormatException();
            });
            return Values.Of(type, Monitor.IsEntered(gate));
        });
        area.Check("wait and pulse, a ball goes 2000 times between two threads", () =>
        {
            object gate = new();
            int ball = 0;
            Crew.Run(2, number =>
            {
                for (int i = 0; i < 1000; i++)
                {
                    lock (gate)
                    {
                        while (ball % 2 != number)
                            Monitor.Wait(gate);
                        ball++;
                        Monitor.Pulse(gate);
                    }
                }
            });
            return Values.Of(ball);
        });
        area.Check("wait with a limit, without the lock, pulse to all", () =>
        {
            object gate = new();
            bool pulsed;
            lock (gate)
                pulsed = Monitor.Wait(gate, 20);
            int waiting = 0;
            int woken = 0;
            bool go = false;
            Crew.Run(5, number =>
            {
                lock (gate)
                {
                    if (++waiting == 5)
                    {
                        go = true;
                        Monitor.PulseAll(gate);
                    }

                    while (!go)
                        Monitor.Wait(gate);
                    woken++;
                }
            });
            return Values.Of(pulsed, woken, Thrown.By(() => Monitor.Wait(gate)), Thrown.By(() => Monitor.Pulse(gate)));
        });
        area.Check("mutex, held, abandoned, released too often", () =>
        {
            using var mutex = new Mutex(initiallyOwned: false);
            bool free = true;
            mutex.WaitOne();
            var other = new Thread(() => free = mutex.WaitOne(20));
            other.Start();
            other.Join();
            mutex.ReleaseMutex();
            var owner = new Thread(() => mutex.WaitOne());
            owner.Start();
            owner.Join();
            return Values.Of(free, Thrown.By(() => mutex.WaitOne()), Thrown.By(mutex.ReleaseMutex), Thrown.By(mutex.ReleaseMutex));
        });
        area.Check("readers together, a writer alone, one that becomes a writer", () =>
        {
            using var gate = new ReaderWriterLockSlim();
            using var both = new Barrier(2);
            int together = 0;
            Crew.Run(2, _ =>
            {
                gate.EnterReadLock();
                together += both.SignalAndWait(TimeSpan.FromMinutes(5)) ? 0 : 1;
                gate.ExitReadLock();
            });
            gate.EnterUpgradeableReadLock();
            gate.EnterWriteLock();
            bool writes = gate.IsWriteLockHeld;
            gate.ExitWriteLock();
            gate.ExitUpgradeableReadLock();
            return Values.Of(together, writes, gate.CurrentReadCount, Thrown.By(gate.ExitReadLock));
        });
    }

    private static void AddSignals(Area area)
    {
        area.Check("events, automatic and by hand", () =>
        {
            using var one = new AutoResetEvent(true);
            using var all = new ManualResetEvent(false);
            int through = 0;
            var threads = Enumerable.Range(0, 3).Select(_ => new Thread(() =>
            {
                all.WaitOne();
                Interlocked.Increment(ref through);
            })).ToArray();
            foreach (var thread in threads)
                thread.Start();
            bool first = one.WaitOne(0);
            bool second = one.WaitOne(0);
            all.Set();
            foreach (var thread in threads)
                thread.Join();
            return Values.Of(first, second, through, all.WaitOne(0));
        });
        area.Check("waiting for one of several and for all", () =>
        {
            using var left = new ManualResetEvent(false);
            using var right = new AutoResetEvent(true);
            int index = WaitHandle.WaitAny([left, right]);
            int late = WaitHandle.WaitAny([left, right], 10);
            var helper = new Thread(() =>
            {
                left.Set();
                right.Set();
            });
            helper.Start();
            bool all = WaitHandle.WaitAll([left, right], TimeSpan.FromMinutes(5));
            helper.Join();
            return Values.Of(index, late == WaitHandle.WaitTimeout, all, right.WaitOne(0), WaitHandle.SignalAndWait(right, left));
        });
        area.Check("semaphore, at most two at once, released too often", () =>
        {
            using var places = new SemaphoreSlim(2, 2);
            int inside = 0;
            int wrong = 0;
            Crew.Run(6, _ =>
            {
                for (int i = 0; i < 20; i++)
                {
                    places.Wait();
                    if (Interlocked.Increment(ref inside) > 2)
                        Interlocked.Increment(ref wrong);
                    Thread.Yield();
                    Interlocked.Decrement(ref inside);
                    places.Release();
                }
            });
            using var heavy = new Semaphore(0, 1);
            return Values.Of(wrong, places.CurrentCount, Thrown.By(() => places.Release()), places.Wait(0), heavy.WaitOne(10), heavy.Release(), Thrown.By(() => heavy.Release()));
        });
        area.Check("countdown to nought", () =>
        {
            using var count = new CountdownEvent(3);
            count.AddCount();
            bool early = count.Wait(5);
            Crew.Run(4, _ => count.Signal());
            return Values.Of(early, count.IsSet, count.CurrentCount, Thrown.By(() => count.Signal()));
        });
        area.Check("barrier of four, fifty phases, with what follows each", () =>
        {
            int phases = 0;
            int wrong = 0;
            int[] steps = new int[4];
            using var barrier = new Barrier(4, _ =>
            {
                phases++;
                if (steps.Distinct().Count() != 1)
                    wrong++;
            });
            Crew.Run(4, number =>
            {
                for (int i = 0; i < 50; i++)
                {
                    steps[number]++;
                    barrier.SignalAndWait();
                }
            });
            return Values.Of(phases, wrong, barrier.CurrentPhaseNumber);
        });
        area.Check("a slim event, waited for with a token that is cancelled", () =>
        {
            using var stop = new CancellationTokenSource(15);
            using var never = new ManualResetEventSlim();
            return Values.Of(Thrown.By(() => never.Wait(stop.Token)), never.Wait(5), never.IsSet);
        });
    }

    private static void AddAtomics(Area area)
    {
        area.Check("interlocked, four threads, every operation", () =>
        {
            int sum = 0;
            long large = 0;
            int bits = 0;
            uint mask = uint.MaxValue;
            int turns = 0;
            Crew.Run(Threads, number =>
            {
                for (int i = 0; i < Rounds; i++)
                {
                    Interlocked.Increment(ref sum);
                    Interlocked.Add(ref large, 10_000_000_000);
                    Interlocked.Or(ref bits, 1 << (number * 8));
                    Interlocked.And(ref mask, ~(1u << number));
                    int seen;
                    do
                        seen = turns;
                    while (Interlocked.CompareExchange(ref turns, seen + 2, seen) != seen);
                }
            });
            return Values.Of(sum, large, bits.ToString("x"), mask.ToString("x"), turns, Interlocked.Exchange(ref sum, 5), sum);
        });
        area.Check("two words written in order are seen in order", () =>
        {
            _volatileLeft = 0;
            _volatileRight = 0;
            int wrong = 0;
            Crew.Run(2, number =>
            {
                for (long i = 1; i <= 50_000; i++)
                {
                    if (number == 0)
                    {
                        Volatile.Write(ref _volatileLeft, i);
                        Volatile.Write(ref _volatileRight, i);
                    }
                    else
                    {
                        long right = Volatile.Read(ref _volatileRight);
                        wrong += Volatile.Read(ref _volatileLeft) < right ? 1 : 0;
                    }
                }
            });
            Interlocked.MemoryBarrierProcessWide();
            return Values.Of(wrong, _volatileLeft, _volatileRight);
        });
        area.Check("pieces of an object published by one thread", () =>
        {
            string[]? published = null;
            int wrong = 0;
            Crew.Run(2, number =>
            {
                if (number == 0)
                {
                    Volatile.Write(ref published, ["a", "b", "c"]);
                    return;
                }

                string[]? seen;
                while ((seen = Volatile.Read(ref published)) is null)
                    Thread.SpinWait(10);
                wrong = string.Concat(seen) == "abc" ? 0 : 1;
            });
            return Values.Of(wrong);
        });
    }
}
