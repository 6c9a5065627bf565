using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks;

/// <summary>The clocks from many threads, sleeps and what is left of them.</summary>
internal static unsafe class ClockChecks
{
    private const int Readers = 6;
    private const int Readings = 30_000;
    private const int Sleeps = 60;
    private const int Probe = 53;
    private const long PerSecond = 1_000_000_000;
    private const long LongSleep = 3600 * PerSecond;

    private static long _latest;
    private static nint _sleeper;

    public static void Run(CheckLog log)
    {
        CheckLog.Note($"wall clock {TimeSpec.Now(0) / PerSecond}");
        int back = 0;
        var readers = new Thread[Readers];
        for (int i = 0; i < Readers; i++)
        {
            readers[i] = new Thread(() => Interlocked.Add(ref back, CountStepsBack()));
            readers[i].Start();
        }

        foreach (var reader in readers)
            reader.Join();
        log.Check("monotonic time never steps back, seen from many threads", back == 0, $"{back} of {Readers * Readings}");
        log.Check("sleeps are never short", CountShortSleeps() == 0);
        log.Check("the wall clock runs with the monotonic one", Math.Abs(WallMinusMonotonic() - WallMinusMonotonic()) < PerSecond / 10);
        CheckRemainder(log);
    }

    /// <summary>A reading must not lie before one that any thread had published when it began, whichever way either was read: by call or as the C library does.</summary>
    private static int CountStepsBack()
    {
        int back = 0;
        for (int i = 0; i < Readings; i++)
        {
            long before = Volatile.Read(ref _latest);
            long now = i % 2 == 0 ? TimeSpec.Now() : Stopwatch.GetTimestamp();
            if (now < before)
                back++;
            while (now > before)
            {
                long seen = Interlocked.CompareExchange(ref _latest, now, before);
                if (seen == before)
                    break;
                before = seen;
            }
        }

        return back;
    }

    private static int CountShortSleeps()
    {
        int early = 0;
        for (int i = 0; i < Sleeps; i++)
        {
            long wanted = i * 50_000;
            TimeSpec time = TimeSpec.Of(wanted);
            long start = TimeSpec.Now();
            if (Machine.Call(Machine.Sleep, (nint)(&time), 0) == 0 && TimeSpec.Now() - start < wanted)
                early++;
        }

        return early;
    }

    private static long WallMinusMonotonic() => TimeSpec.Now(0) - TimeSpec.Now();

    /// <summary>A signal ends a sleep; what is left is written, so that a sleeper can go on and sleeps neither too short nor anew.</summary>
    private static void CheckRemainder(CheckLog log)
    {
        var signals = (long*)NativeMemory.AllocZeroed(sizeof(long));
        RawCode.CountSignals(Probe, (nint)signals);
        long left = -1;
        long spent = 0;
        nint result = 0;
        var sleeper = new Thread(() =>
        {
            TimeSpec wanted = TimeSpec.Of(LongSleep);
            TimeSpec rest = default;
            Volatile.Write(ref _sleeper, Machine.Call(186));
            long start = TimeSpec.Now();
            result = Machine.Call(Machine.Sleep, (nint)(&wanted), (nint)(&rest));
            spent = TimeSpec.Now() - start;
            left = rest.Total;
        });
        sleeper.Start();
        while (!sleeper.Join(5))
        {
            nint id = Volatile.Read(ref _sleeper);
            if (id != 0)
                Machine.Call(Machine.SendSignal, 1, id, Probe);
        }

        log.Check("a sleep that a signal ends tells what is left", result == -4 && *signals > 0 && left > 0 && left <= LongSleep && left + spent >= LongSleep, $"{result} {left} {spent}");
    }
}
