using System.Runtime.InteropServices;

namespace DSoftBus.Tests.Metal.Benchmarks;

/// <summary>System calls by their numbers (Linux arch/x86/entry/syscalls/syscall_64.tbl), as both kernels answer them.</summary>
internal static partial class Kernel
{
    public const int PageSize = 4096;

    private const nint MapCall = 9;
    private const nint UnmapCall = 11;
    private const nint ProcessIdCall = 39;
    private const nint ControlCall = 157;
    private const nint FutexCall = 202;
    private const nint RebootCall = 169;
    private const nint ReadWrite = 3;
    private const nint PrivateAnonymous = 0x22;
    private const nint FutexWaitPrivate = 128;
    private const nint FutexWakePrivate = 129;
    private const nint SetTimerSlack = 29;
    private const int Monotonic = 1;
    private const int AbsoluteTime = 1;
    private const long NanosecondsPerSecond = 1_000_000_000;

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>The cheapest call there is: getpid.</summary>
    public static nint ProcessId() => Call(ProcessIdCall, 0, 0, 0, 0, 0, 0);

    /// <summary>Fresh private memory; no page is there until it is touched.</summary>
    public static nint Map(nint bytes) => Call(MapCall, 0, bytes, ReadWrite, PrivateAnonymous, -1, 0);

    public static void Unmap(nint address, nint bytes) => Call(UnmapCall, address, bytes, 0, 0, 0, 0);

    /// <summary>Waits while the word holds <paramref name="value"/>.</summary>
    public static void Wait(nint word, int value) => Call(FutexCall, word, FutexWaitPrivate, value, 0, 0, 0);

    public static void WakeOne(nint word) => Call(FutexCall, word, FutexWakePrivate, 1, 0, 0, 0);

    /// <summary>Linux adds up to 50 us to every wait unless a thread asks it not to; threads started later inherit the answer.</summary>
    public static void AskForExactTimers() => Call(ControlCall, SetTimerSlack, 1, 0, 0, 0, 0);

    /// <summary>Monotonic nanoseconds.</summary>
    public static long Now()
    {
        _ = ClockGet(Monotonic, out TimeSpec now);
        return now.Seconds * NanosecondsPerSecond + now.Nanoseconds;
    }

    /// <summary>Sleeps until an instant of <see cref="Now"/>.</summary>
    public static void SleepUntil(long instant)
    {
        var until = new TimeSpec { Seconds = instant / NanosecondsPerSecond, Nanoseconds = instant % NanosecondsPerSecond };
        _ = ClockSleep(Monotonic, AbsoluteTime, in until, 0);
    }

    /// <summary>Of a Linux machine whose first process this is (reboot(2), LINUX_REBOOT_CMD_POWER_OFF).</summary>
    public static void PowerOff() => Call(RebootCall, unchecked((nint)0xfee1dead), 0x28121969, 0x4321fedc, 0, 0, 0);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGet(int clock, out TimeSpec time);

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockSleep(int clock, int flags, in TimeSpec until, nint remaining);
}
