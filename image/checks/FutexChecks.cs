using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks;

/// <summary>futex(2) as locks need it: nothing woken is lost, nobody wakes early, who moves or is interrupted is told so.</summary>
internal static unsafe class FutexChecks
{
    private const nint Wait = 0x80;
    private const nint Wake = 0x81;
    private const nint Requeue = 0x83;
    private const nint CompareRequeue = 0x84;
    private const nint WaitBits = 0x89;
    private const nint WakeBits = 0x8a;
    private const nint RealTime = 0x100;
    private const nint AnyBit = -1;

    private const nint Interrupted = -4;
    private const nint Again = -11;
    private const nint TimedOut = -110;

    private const long Millisecond = 1_000_000;
    private const int Probe = 52;
    private const int Rounds = 3000;
    private const int Sleepers = 3;

    public static void Run(CheckLog log)
    {
        CheckDeadlines(log);
        CheckFarDeadlines(log);
        CheckRequeue(log);
        CheckBits(log);
        CheckInterruption(log);
        CheckExpiryAgainstWake(log);
        log.Check("a token that passes through four threads is never lost", PassToken(4, Rounds) == 4 * Rounds);
    }

    private static void CheckDeadlines(CheckLog log)
    {
        uint word = 0;
        int early = 0;
        bool all = true;
        for (int i = 1; i <= 20; i++)
        {
            long start = TimeSpec.Now();
            TimeSpec time = TimeSpec.Of(i * Millisecond / 4);
            all &= Machine.Call(Machine.Futex, (nint)(&word), Wait, 0, (nint)(&time)) == TimedOut;
            early += TimeSpec.Now() - start < i * Millisecond / 4 ? 1 : 0;
            time = TimeSpec.Of(TimeSpec.Now() + (i * Millisecond / 4));
            all &= Machine.Call(Machine.Futex, (nint)(&word), WaitBits, 0, (nint)(&time), 0, AnyBit) == TimedOut;
            early += TimeSpec.Now() < time.Total ? 1 : 0;
            time = TimeSpec.Of(TimeSpec.Now(0) + (i * Millisecond / 4));
            all &= Machine.Call(Machine.Futex, (nint)(&word), WaitBits | RealTime, 0, (nint)(&time), 0, AnyBit) == TimedOut;
            early += TimeSpec.Now(0) < time.Total ? 1 : 0;
        }

        log.Check("waits on both clocks end at their deadline and never before", all && early == 0, $"{early} early of 60");
        TimeSpec past = TimeSpec.Of(1);
        log.Check("a deadline that has passed does not wait", Machine.Call(Machine.Futex, (nint)(&word), WaitBits, 0, (nint)(&past), 0, AnyBit) == TimedOut
            && Machine.Call(Machine.Futex, (nint)(&word), WaitBits | RealTime, 0, (nint)(&past), 0, AnyBit) == TimedOut);
        TimeSpec wrong = new() { Seconds = -1 };
        TimeSpec tooFine = new() { Nanoseconds = 1_000_000_000 };
        log.Check("a time that is none is refused", Machine.Call(Machine.Futex, (nint)(&word), Wait, 0, (nint)(&wrong)) == -22
            && Machine.Call(Machine.Futex, (nint)(&word), Wait, 0, (nint)(&tooFine)) == -22);
    }

    /// <summary>Times beyond what nanoseconds can count wait like others, until they are woken.</summary>
    private static void CheckFarDeadlines(CheckLog log)
    {
        TimeSpec far = new() { Seconds = long.MaxValue, Nanoseconds = 999_999_999 };
        nint time = (nint)(&far);
        bool all = true;
        foreach (nint operation in new[] { Wait, WaitBits, WaitBits | RealTime })
        {
            using var waiters = new FutexWaiters(1, operation, time);
            all &= waiters.Gather(1) && Machine.Call(Machine.Futex, waiters.Gathered, Wake, 5) == 1 && waiters.Join()[0] == 0;
        }

        log.Check("the farthest deadline on both clocks waits until woken", all);
    }

    private static void CheckRequeue(CheckLog log)
    {
        using var waiters = new FutexWaiters(3, Wait, 0);
        bool gathered = waiters.Gather(3);
        var target = (uint*)NativeMemory.AllocZeroed(sizeof(uint));
        nint refused = Machine.Call(Machine.Futex, waiters.Gathered, CompareRequeue, 1, 5, (nint)target, 77);
        nint moved = Machine.Call(Machine.Futex, waiters.Gathered, CompareRequeue, 1, 5, (nint)target, 0);
        nint left = Machine.Call(Machine.Futex, waiters.Gathered, Wake, 5);
        nint woken = Machine.Call(Machine.Futex, (nint)target, Wake, 5);
        bool ended = waiters.Join().All(result => result == 0);
        NativeMemory.Free(target);
        log.Check("requeue wakes one, moves the others, loses none", gathered && refused == Again && moved == 3 && left == 0 && woken == 2 && ended, $"{refused} {moved} {left} {woken}");
    }

    private static void CheckBits(CheckLog log)
    {
        using var waiters = new FutexWaiters(2, WaitBits, 0, index => index + 1); // masks 1 and 2
        bool gathered = waiters.Gather(2);
        nint second = Machine.Call(Machine.Futex, waiters.Gathered, WakeBits, 5, 0, 0, 2);
        nint none = Machine.Call(Machine.Futex, waiters.Gathered, WakeBits, 5, 0, 0, 2);
        nint first = Machine.Call(Machine.Futex, waiters.Gathered, WakeBits, 5, 0, 0, 1);
        log.Check("a wake with bits reaches its waiters only", gathered && second == 1 && none == 0 && first == 1 && waiters.Join().All(result => result == 0));
    }

    private static void CheckInterruption(CheckLog log)
    {
        var signals = (long*)NativeMemory.AllocZeroed(sizeof(long));
        RawCode.CountSignals(Probe, (nint)signals);
        using var waiters = new FutexWaiters(1, Wait, 0);
        bool gathered = waiters.Gather(1);
        Machine.Call(Machine.SendSignal, 1, waiters.Ids[0], Probe);
        nint result = waiters.Join()[0];
        nint left = Machine.Call(Machine.Futex, waiters.Gathered, Wake, 5);
        log.Check("a signal ends a wait, runs its handler and leaves no waiter behind", gathered && result == Interrupted && *signals == 1 && left == 0, $"{result} {*signals} {left}");
    }

    /// <summary>Deadlines and wakes meet at the same instant, again and again: each wait that ends as woken was counted by exactly one wake.</summary>
    private static void CheckExpiryAgainstWake(CheckLog log)
    {
        var word = (uint*)NativeMemory.AllocZeroed(sizeof(uint));
        long woken = 0;
        long expired = 0;
        int running = Sleepers;
        var sleepers = new Thread[Sleepers];
        for (int i = 0; i < Sleepers; i++)
        {
            int step = i + 1;
            sleepers[i] = new Thread(() =>
            {
                for (int round = 0; round < Rounds; round++)
                {
                    TimeSpec time = TimeSpec.Of(step * 3_000L);
                    nint result = Machine.Call(Machine.Futex, (nint)word, Wait, 0, (nint)(&time));
                    Interlocked.Increment(ref result == 0 ? ref woken : ref expired);
                }

                Interlocked.Decrement(ref running);
            });
            sleepers[i].Start();
        }

        long counted = 0;
        while (Volatile.Read(ref running) > 0)
        {
            counted += Machine.Call(Machine.Futex, (nint)word, Wake, 1);
            Thread.SpinWait(200);
        }

        foreach (var sleeper in sleepers)
            sleeper.Join();
        NativeMemory.Free(word);
        log.Check("each wake that was counted ended one wait", woken == counted && woken + expired == Sleepers * Rounds, $"{counted} counted, {woken} woken, {expired} expired");
    }

    /// <summary>Each thread waits for its own word and then wakes the next one; signals hit them all the while.</summary>
    private static int PassToken(int threads, int rounds)
    {
        var words = (uint*)NativeMemory.AllocZeroed((nuint)threads, sizeof(uint));
        var signals = (long*)NativeMemory.AllocZeroed(sizeof(long));
        RawCode.CountSignals(Probe, (nint)signals);
        int passed = 0;
        nint[] ids = new nint[threads];
        var workers = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            int index = i;
            workers[i] = new Thread(() =>
            {
                Volatile.Write(ref ids[index], Machine.Call(186));
                for (int round = 0; round < rounds; round++)
                {
                    while (Interlocked.Exchange(ref words[index], 0) == 0)
                        Machine.Call(Machine.Futex, (nint)(words + index), Wait, 0);
                    passed++; // only the holder of the token comes here
                    int next = (index + 1) % threads;
                    Volatile.Write(ref words[next], 1);
                    Machine.Call(Machine.Futex, (nint)(words + next), Wake, 1);
                }
            });
            workers[i].Start();
        }

        Volatile.Write(ref words[0], 1);
        Machine.Call(Machine.Futex, (nint)words, Wake, 1);
        while (!workers[threads - 1].Join(1))
        {
            foreach (nint id in ids.Where(id => id != 0))
                Machine.Call(Machine.SendSignal, 1, id, Probe);
        }

        foreach (var worker in workers)
            worker.Join();
        NativeMemory.Free(words);
        return passed;
    }
}
