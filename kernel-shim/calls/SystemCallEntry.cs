using System.Runtime;
using DSoftBus.KernelShim.Panics;
using DSoftBus.KernelShim.Threads;
using DSoftBus.KernelShim.Traps;

namespace DSoftBus.KernelShim.Calls;

/// <summary>Where the stub of SYSCALL goes: looks the call up, stores its result, chooses who runs on.</summary>
internal static unsafe class SystemCallEntry
{
    /// <summary>A method returns this when the result is set elsewhere: the thread waits, ended, or got new registers.</summary>
    public const long NoResult = -0x7fff_ffff;

    private const int LargestNoted = 512;

    private struct Noted
    {
        public fixed ulong Bits[LargestNoted / 64];
    }

    private static Noted _noted;
    private static bool _notedLarger;

    [RuntimeExport("kernel_system_call")]
    private static void Enter(Thread* thread)
    {
        ulong number = thread->Rax;
        thread->Vector = Exceptions.SystemCall; // for a report: what the thread's last trap said is over
        thread->ErrorCode = number;
        long result = RefusedCall.Is(number) ? Error.NoSuchCall : SystemCallTable.Call(thread, number);
        if (result != NoResult)
            thread->Rax = (ulong)result;
        Scheduler.Leave();
    }

    /// <summary>A number outside the table: one line on the serial port, ENOSYS for the program.</summary>
    public static long Unknown(ulong number)
    {
        if (!IsNoted(number))
        {
            Report.Text("[shim] unknown system call "u8);
            SystemCallNames.Print(number);
            Report.EndLine();
        }

        return Error.NoSuchCall;
    }

    private static bool IsNoted(ulong number)
    {
        bool noted;
        if (number >= LargestNoted)
        {
            noted = _notedLarger;
            _notedLarger = true;
            return noted;
        }

        ulong bit = 1UL << ((int)number & 63);
        noted = (_noted.Bits[number / 64] & bit) != 0;
        _noted.Bits[number / 64] |= bit;
        return noted;
    }
}
