using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks;

/// <summary>The page with which the program reads the clocks without a system call: it agrees with the call, and nobody can change it.</summary>
internal static unsafe partial class ClockPageChecks
{
    private const int Readings = 20_000;
    private const int Patience = 50_000_000;
    private const nint SystemObject = 33; // AT_SYSINFO_EHDR
    private const uint ElfMagic = 0x464c_457f;
    private const nint ThreadClock = 3;
    private const nint UnknownClock = 99;
    private const nint AccessDenied = -13;
    private const nint InvalidArgument = -22;
    private const nint NoSuchCall = -38;
    private const nint DiscardPages = 4;

    public static void Run(CheckLog log)
    {
        nint page = AuxiliaryValue(SystemObject);
        log.Check("the clock's page is announced", page != 0 && *(uint*)page == ElfMagic);
        if (TimeByCall(1, out _) == NoSuchCall)
        {
            log.Check("time passes without the system call", Passes(1) && Passes(0));
            return;
        }

        log.Check("page and call agree on the monotonic clock", CountDisorder(1) == 0);
        log.Check("page and call agree on the wall clock", CountDisorder(0) == 0);
        log.Check("clocks that only the shim knows are still calls", TimeByLibrary(ThreadClock, out long thread) == 0 && thread > 0 && TimeByLibrary(UnknownClock, out _) != 0);
        log.Check(
            "the page stays what it is",
            Machine.Call(Machine.Protect, page, Machine.PageSize, Machine.ReadWrite) == AccessDenied
                && Machine.Call(Machine.Unmap, page, Machine.PageSize) == InvalidArgument
                && Machine.Call(Machine.Map, page, Machine.PageSize, Machine.ReadWrite, Machine.Anonymous | Machine.Fixed, -1, 0) < 0
                && Machine.Call(Machine.Read, 0, page, 8) <= 0
                && Machine.Call(Machine.Random, page, 8) < 0
                && Machine.Call(Machine.Advise, page, Machine.PageSize, DiscardPages) <= 0
                && *(uint*)page == ElfMagic && Passes(1));
    }

    /// <summary>Readings by call, page, call and so on, each of which must not lie before the last.</summary>
    private static int CountDisorder(nint clock)
    {
        int wrong = 0;
        long last = 0;
        for (int i = 0; i < Readings; i++)
        {
            wrong += TimeByCall(clock, out long now) != 0 || now < last ? 1 : 0;
            wrong += TimeByLibrary(clock, out long later) != 0 || later < now ? 1 : 0;
            last = later;
        }

        return wrong;
    }

    private static bool Passes(nint clock)
    {
        bool answered = TimeByLibrary(clock, out long start) == 0;
        long now = start;
        for (int i = 0; i < Patience && answered && now == start; i++)
            answered = TimeByLibrary(clock, out now) == 0;
        return answered && now > start;
    }

    private static nint TimeByCall(nint clock, out long nanoseconds)
    {
        TimeSpec time = default;
        nint result = Machine.Call(Machine.ClockGet, clock, (nint)(&time));
        nanoseconds = time.Total;
        return result;
    }

    private static nint TimeByLibrary(nint clock, out long nanoseconds)
    {
        TimeSpec time = default;
        nint result = ClockGet((int)clock, &time);
        nanoseconds = time.Total;
        return result;
    }

    [LibraryImport("libc", EntryPoint = "getauxval")]
    private static partial nint AuxiliaryValue(nint kind);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGet(int clock, TimeSpec* time);
}
