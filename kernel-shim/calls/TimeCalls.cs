using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Threads;
using DSoftBus.KernelShim.Time;

namespace DSoftBus.KernelShim.Calls;

/// <summary>clock_gettime, nanosleep and their relatives. The clocks cannot be set.</summary>
internal static unsafe class TimeCalls
{
    private const ulong RealTime = 0;
    private const ulong Monotonic = 1;
    private const ulong ProcessTime = 2;
    private const ulong ThreadTime = 3;
    private const ulong MonotonicRaw = 4;
    private const ulong RealTimeCoarse = 5;
    private const ulong MonotonicCoarse = 6;
    private const ulong BootTime = 7;

    private const ulong AbsoluteTime = 1;

    /// <summary>Seconds beyond this would overflow nanoseconds; a later time is as good as never.</summary>
    private const ulong LargestSeconds = 9_000_000_000;

    public static long Get(Thread* thread, ulong clock, ulong address)
    {
        ulong time;
        switch (clock)
        {
            case RealTime or RealTimeCoarse:
                time = Clock.WallNow();
                break;
            case Monotonic or MonotonicRaw or MonotonicCoarse or BootTime:
                time = Clock.Now();
                break;
            case ProcessTime:
                time = Clock.Now() - Scheduler.Idle;
                break;
            case ThreadTime:
                time = Scheduler.UsedBy(thread);
                break;
            default:
                return Error.InvalidArgument;
        }

        return WriteTime(address, time, Clock.NanosecondsPerSecond);
    }

    public static long Resolution(ulong clock, ulong address)
    {
        if (clock > BootTime)
            return Error.InvalidArgument;
        return address == 0 ? 0 : WriteTime(address, 1, Clock.NanosecondsPerSecond);
    }

    public static long TimeOfDay(ulong address) => address == 0 ? 0 : WriteTime(address, Clock.WallNow() / 1000, 1_000_000);

    public static long Seconds(ulong address)
    {
        ulong seconds = Clock.WallNow() / Clock.NanosecondsPerSecond;
        return address == 0 || ProgramMemory.TryWrite(address, seconds) ? (long)seconds : Error.BadAddress;
    }

    public static long Sleep(Thread* thread, ulong address, ulong remainder)
    {
        long read = ReadTime(address, out ulong time);
        return read != 0 ? read : Wait(thread, After(time), remainder);
    }

    public static long SleepUntil(Thread* thread, ulong clock, ulong flags, ulong address, ulong remainder)
    {
        long read = ReadTime(address, out ulong time);
        if (read != 0)
            return read;
        if (clock is not (RealTime or Monotonic or BootTime))
            return Error.InvalidArgument;
        if ((flags & AbsoluteTime) == 0)
            return Wait(thread, After(time), remainder);
        return Wait(thread, clock == RealTime ? MonotonicOfWall(time) : time, 0);
    }

    /// <summary>Reads a timespec as nanoseconds.</summary>
    public static long ReadTime(ulong address, out ulong nanoseconds)
    {
        nanoseconds = 0;
        if (!ProgramMemory.TryRead(address, out ulong seconds) || !ProgramMemory.TryRead(address + 8, out ulong fraction))
            return Error.BadAddress;
        if (fraction >= Clock.NanosecondsPerSecond || (long)seconds < 0)
            return Error.InvalidArgument;
        nanoseconds = (seconds > LargestSeconds ? LargestSeconds : seconds) * Clock.NanosecondsPerSecond + fraction;
        return 0;
    }

    /// <summary>The monotonic time that lies this long ahead.</summary>
    public static ulong After(ulong nanoseconds) => Clock.Now() + nanoseconds;

    /// <summary>The monotonic time at which the wall clock shows <paramref name="wall"/>; 0 if that is past.</summary>
    public static ulong MonotonicOfWall(ulong wall) => wall > Clock.WallAtStart ? wall - Clock.WallAtStart : 0;

    /// <param name="thread">The caller.</param>
    /// <param name="deadline">Monotonic nanoseconds.</param>
    /// <param name="remainder">Where to write what is left when a signal ends the sleep, or 0.</param>
    private static long Wait(Thread* thread, ulong deadline, ulong remainder)
    {
        if (deadline <= Clock.Now())
            return 0;
        thread->Remainder = remainder;
        Scheduler.Wait(0, 0, deadline, 0);
        return SystemCallEntry.NoResult;
    }

    private static long WriteTime(ulong address, ulong time, ulong unitsPerSecond)
    {
        bool written = ProgramMemory.TryWrite(address, time / unitsPerSecond) && ProgramMemory.TryWrite(address + 8, time % unitsPerSecond);
        return written ? 0 : Error.BadAddress;
    }
}
