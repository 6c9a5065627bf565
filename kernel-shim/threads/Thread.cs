using System.Runtime.InteropServices;

namespace DSoftBus.KernelShim.Threads;

/// <summary>A thread of the program: one page with its registers, its extended state and the scheduler's fields.</summary>
[StructLayout(LayoutKind.Explicit, Size = ThreadLayout.Size)]
internal unsafe struct Thread
{
    [FieldOffset(ThreadLayout.Rax)] public ulong Rax;
    [FieldOffset(ThreadLayout.Rbx)] public ulong Rbx;
    [FieldOffset(ThreadLayout.Rcx)] public ulong Rcx;
    [FieldOffset(ThreadLayout.Rdx)] public ulong Rdx;
    [FieldOffset(ThreadLayout.Rsi)] public ulong Rsi;
    [FieldOffset(ThreadLayout.Rdi)] public ulong Rdi;
    [FieldOffset(ThreadLayout.Rbp)] public ulong Rbp;
    [FieldOffset(ThreadLayout.Rsp)] public ulong Rsp;
    [FieldOffset(ThreadLayout.R8)] public ulong R8;
    [FieldOffset(ThreadLayout.R9)] public ulong R9;
    [FieldOffset(ThreadLayout.R10)] public ulong R10;
    [FieldOffset(ThreadLayout.R11)] public ulong R11;
    [FieldOffset(ThreadLayout.R12)] public ulong R12;
    [FieldOffset(ThreadLayout.R13)] public ulong R13;
    [FieldOffset(ThreadLayout.R14)] public ulong R14;
    [FieldOffset(ThreadLayout.R15)] public ulong R15;
    [FieldOffset(ThreadLayout.Rip)] public ulong Rip;
    [FieldOffset(ThreadLayout.Flags)] public ulong Flags;
    [FieldOffset(ThreadLayout.Vector)] public ulong Vector;
    [FieldOffset(ThreadLayout.ErrorCode)] public ulong ErrorCode;
    [FieldOffset(ThreadLayout.FaultAddress)] public ulong FaultAddress;

    /// <summary>Base of the thread-local storage (the FS segment).</summary>
    [FieldOffset(ThreadLayout.SchedulerFields)] public ulong ThreadPointer;
    [FieldOffset(ThreadLayout.SchedulerFields + 8)] public int Id;
    [FieldOffset(ThreadLayout.SchedulerFields + 12)] public ThreadState State;

    /// <summary>Neighbours in the run queue or in a futex queue; a thread is in at most one of them.</summary>
    [FieldOffset(ThreadLayout.SchedulerFields + 16)] public Thread* Next;
    [FieldOffset(ThreadLayout.SchedulerFields + 24)] public Thread* Previous;

    /// <summary>Neighbours in the list of deadlines.</summary>
    [FieldOffset(ThreadLayout.SchedulerFields + 32)] public Thread* LaterDeadline;
    [FieldOffset(ThreadLayout.SchedulerFields + 40)] public Thread* EarlierDeadline;

    /// <summary>Monotonic time in nanoseconds at which a wait ends; <see cref="Never"/> if it does not.</summary>
    [FieldOffset(ThreadLayout.SchedulerFields + 48)] public ulong Deadline;

    /// <summary>Result of the waiting call when its deadline passes.</summary>
    [FieldOffset(ThreadLayout.SchedulerFields + 56)] public long DeadlineResult;

    /// <summary>The word or pipe waited for; 0 when the thread only sleeps.</summary>
    [FieldOffset(ThreadLayout.SchedulerFields + 64)] public ulong WaitKey;

    /// <summary>FUTEX_WAIT_BITSET mask.</summary>
    [FieldOffset(ThreadLayout.SchedulerFields + 72)] public uint WaitMask;

    /// <summary>The call runs again when the wait ends: its number, or -1.</summary>
    [FieldOffset(ThreadLayout.SchedulerFields + 76)] public int RepeatedCall;

    /// <summary>Nanoseconds left before the thread must queue behind the others.</summary>
    [FieldOffset(ThreadLayout.SchedulerFields + 80)] public long Budget;

    /// <summary>Processor time used, in nanoseconds.</summary>
    [FieldOffset(ThreadLayout.SchedulerFields + 88)] public ulong Used;

    /// <summary>Word that is cleared and woken when the thread ends (CLONE_CHILD_CLEARTID).</summary>
    [FieldOffset(ThreadLayout.SchedulerFields + 96)] public ulong ClearOnExit;

    /// <summary>Signals that wait until they are unblocked, bit n-1 for signal n.</summary>
    [FieldOffset(ThreadLayout.SchedulerFields + 104)] public ulong BlockedSignals;
    [FieldOffset(ThreadLayout.SchedulerFields + 112)] public ulong PendingSignals;
    [FieldOffset(ThreadLayout.SchedulerFields + 120)] public ulong AlternateStack;
    [FieldOffset(ThreadLayout.SchedulerFields + 128)] public ulong AlternateStackSize;

    /// <summary>Where a sleep that a signal ends leaves its remaining time; 0 if nowhere.</summary>
    [FieldOffset(ThreadLayout.SchedulerFields + 136)] public ulong Remainder;

    [FieldOffset(ThreadLayout.LastFault)] public FaultRecord LastFault;

    [FieldOffset(ThreadLayout.ExtendedState)] public byte ExtendedState;

    public const ulong Never = 0xffff_ffff_ffff_ffff;
}
