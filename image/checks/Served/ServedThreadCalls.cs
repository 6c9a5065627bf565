using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks.Served;

/// <summary>Threads begin and end, wait and wake; what there is to know about the one CPU.</summary>
internal static unsafe class ServedThreadCalls
{
    private const nint Again = -11;
    private const nint TimedOut = -110;
    private const nint GetThreadPointer = 0x1003;
    private const nint PrivateExpedited = 24;

    public static void Run(CheckLog log)
    {
        ServedCallChecks.Check(log, 24, "sched_yield", Machine.Call(24) == 0);
        nint self = Machine.Call(186);
        ServedCallChecks.Check(log, 186, "gettid", self >= 1);
        CheckThread(log);
        CheckFutex(log);

        ulong* word = stackalloc ulong[2];
        ServedCallChecks.Check(log, 158, "arch_prctl", Machine.Call(Machine.ThreadControl, GetThreadPointer, (nint)word) == 0 && word[0] != 0);
        ServedCallChecks.Check(log, 203, "sched_setaffinity", Machine.Call(203, 0, 8, (nint)word) == 0);
        ServedCallChecks.Check(log, 204, "sched_getaffinity", Machine.Call(204, 0, 8, (nint)word) == 8 && word[0] == 1);
        word[0] = 0xffff_ffff;
        ServedCallChecks.Check(log, 309, "getcpu", Machine.Call(309, (nint)word, 0) == 0 && (uint)word[0] == 0);
        ServedCallChecks.Check(log, 324, "membarrier", Machine.Call(324, 0) == PrivateExpedited);
        ServedCallChecks.Check(log, 273, "set_robust_list", Machine.Call(273, (nint)word, 24) == 0);
        // The word stays for good: it is cleared when the thread ends.
        ServedCallChecks.Check(log, 218, "set_tid_address", Machine.Call(218, (nint)NativeMemory.AllocZeroed(8)) == self);
    }

    private static void CheckThread(CheckLog log)
    {
        nint stack = Machine.MapPages(1);
        int id = 0;
        nint started = RawCode.StartThread(stack, &id);
        ServedCallChecks.Check(log, 435, "clone3", started > 1);
        ServedCallChecks.Check(log, 60, "exit", started > 1 && RawCode.Join(&id));
        Machine.Call(Machine.Unmap, stack, Machine.PageSize);
    }

    private static void CheckFutex(CheckLog log)
    {
        uint word = 5;
        TimeSpec soon = TimeSpec.Of(1_000_000);
        bool waits = Machine.Call(Machine.Futex, (nint)(&word), 0x80, 4) == Again
            && Machine.Call(Machine.Futex, (nint)(&word), 0x80, 5, (nint)(&soon)) == TimedOut
            && Machine.Call(Machine.Futex, (nint)(&word), 0x81, 1) == 0;
        ServedCallChecks.Check(log, 202, "futex", waits);
    }
}
