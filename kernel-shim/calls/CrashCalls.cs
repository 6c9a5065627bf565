using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;
using DSoftBus.KernelShim.Signals;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Calls;

/// <summary>Our calls for crash reports: what a report shall show of the program, and an end with a report.</summary>
internal static unsafe class CrashCalls
{
    private const int LongestReason = 160;

    private struct Reason
    {
        public fixed byte Bytes[LongestReason];
    }

    private static Reason _reason;

    /// <summary>CRASH_NOTE (0x1009): the note is read only when a report is printed, so its memory may change or go away at any time.</summary>
    public static long Note(Thread* thread, ulong address, ulong length)
    {
        if (length != 0 && (length is < CrashNote.Smallest or > CrashNote.Largest || (address & 7) != 0))
            return Error.InvalidArgument;
        if (!ProgramMemory.IsProgramRange(address, length))
            return Error.BadAddress;
        CrashNote.Set(address, length, thread->Id);
        return 0;
    }

    /// <summary>CRASH_END (0x100a): exit_group with a report about the thread that registered the note, or about the caller.</summary>
    public static long End(Thread* thread, ulong status, ulong address, ulong length)
    {
        if (length > LongestReason)
            return Error.InvalidArgument;
        fixed (byte* reason = _reason.Bytes)
        {
            if (!ProgramMemory.TryCopyIn(reason, address, length))
                return Error.BadAddress;
            Thread* noted = CrashNote.Thread == 0 ? null : ThreadTable.Find(CrashNote.Thread);
            ProgramEnd.Leave(noted == null ? thread : noted, (uint)status & 0xff, reason, (int)length);
        }

        return 0;
    }
}
