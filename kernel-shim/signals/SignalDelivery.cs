using DSoftBus.KernelShim.Calls;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Threads;
using DSoftBus.KernelShim.Traps;

namespace DSoftBus.KernelShim.Signals;

/// <summary>Sends signals to threads and starts their handlers.</summary>
internal static unsafe class SignalDelivery
{
    private const ulong RedZone = 128;
    private const ulong ProgramFlags = 0x202;
    private const ulong Selectors = CpuLayout.UserCode | ((ulong)CpuLayout.UserData << 48);

    /// <summary>FP_XSTATE_MAGIC1 and 2 (Linux arch/x86 uapi sigcontext.h): they tell a handler that the area holds more than the legacy state.</summary>
    private const uint StateMagic = 0x4650_5853;
    private const uint StateEndMagic = 0x4650_5845;
    private const int ReservedBytesOffset = 464;

    private static SignalFrame _frame; // built here and copied out at once; the shim handles one event at a time

    /// <summary>Queues a signal for one thread and ends its wait. Equal signals merge.</summary>
    public static void Send(Thread* thread, int signal)
    {
        if (SignalActions.IsIgnored(signal))
            return;
        thread->PendingSignals |= Signal.Bit(signal);
        bool blocked = (thread->BlockedSignals & Signal.Bit(signal)) != 0;
        if (thread->State == ThreadState.Waiting && !blocked)
            Scheduler.Wake(thread, Error.Interrupted, urgent: true);
    }

    /// <summary>Starts the handlers of all signals that the thread does not block.</summary>
    public static void DeliverPending(Thread* thread)
    {
        ulong deliverable = thread->PendingSignals & ~thread->BlockedSignals;
        for (int signal = 1; deliverable != 0 && signal <= Signal.Largest; signal++)
        {
            if ((deliverable & Signal.Bit(signal)) == 0)
                continue;
            thread->PendingSignals &= ~Signal.Bit(signal);
            if (!SignalActions.IsIgnored(signal))
                Deliver(thread, signal, SignalCode.Thread, 1);
            deliverable = thread->PendingSignals & ~thread->BlockedSignals;
        }
    }

    /// <summary>A fault of the thread itself. Blocked or ignored, it ends the program: the instruction cannot be repeated.</summary>
    public static void Fault(Thread* thread, int signal, int code, ulong address)
    {
        Note(thread);
        bool blocked = (thread->BlockedSignals & Signal.Bit(signal)) != 0;
        if (blocked || SignalActions.Of(signal)->Handler == SignalAction.Ignore)
            ProgramEnd.Kill(thread, signal, "a fault whose signal is blocked or ignored"u8);
        Deliver(thread, signal, code, address);
    }

    /// <summary>The handler goes on with other registers, and may end the program long after; the report will want these.</summary>
    private static void Note(Thread* thread)
    {
        thread->LastFault.Rip = thread->Rip;
        thread->LastFault.Rsp = thread->Rsp;
        thread->LastFault.Rbp = thread->Rbp;
        thread->LastFault.Rbx = thread->Rbx;
        thread->LastFault.R12 = thread->R12;
        thread->LastFault.R13 = thread->R13;
        thread->LastFault.R14 = thread->R14;
        thread->LastFault.R15 = thread->R15;
        thread->LastFault.Vector = thread->Vector;
        thread->LastFault.ErrorCode = thread->ErrorCode;
        thread->LastFault.Address = thread->FaultAddress;
    }

    private static void Deliver(Thread* thread, int signal, int code, ulong addressOrSender)
    {
        SignalAction* action = SignalActions.Of(signal);
        if (action->Handler is SignalAction.Default or SignalAction.Ignore)
            ProgramEnd.Kill(thread, signal, "a signal without a handler"u8);

        ulong stack = ChooseStack(thread, action);
        ulong state = (stack - SignalFrame.StateRoom) & ~63UL;
        ulong frame = ((state - (ulong)sizeof(SignalFrame)) & ~15UL) - 8; // as after a CALL
        Fill(thread, signal, code, addressOrSender, state);
        _frame.ReturnAddress = action->Restorer;
        if (!CopyState(thread, state) || !CopyFrame(frame))
            ProgramEnd.Kill(thread, Signal.Segmentation, "no room on the stack for a signal frame (stack overflow?)"u8);

        if ((action->Flags & SignalAction.NoDefer) == 0)
            thread->BlockedSignals |= Signal.Bit(signal);
        thread->BlockedSignals |= action->Blocked & ~Signal.Unblockable;
        thread->Rip = action->Handler;
        thread->Rsp = frame;
        thread->Rdi = (ulong)signal;
        thread->Rsi = frame + SignalFrame.InfoOffset;
        thread->Rdx = frame + SignalFrame.ContextOffset;
        thread->Rax = 0;
        thread->Flags = ProgramFlags;
        if ((action->Flags & SignalAction.ResetHandler) != 0)
            action->Handler = SignalAction.Default;
        if (thread->Rip >= ProgramLayout.Top)
            ProgramEnd.Kill(thread, Signal.Segmentation, "a signal handler outside the program"u8);
    }

    private static ulong ChooseStack(Thread* thread, SignalAction* action)
    {
        bool wanted = (action->Flags & SignalAction.OnAlternateStack) != 0 && thread->AlternateStackSize != 0;
        if (wanted && !IsOnAlternateStack(thread))
            return thread->AlternateStack + thread->AlternateStackSize;
        return thread->Rsp - RedZone;
    }

    public static bool IsOnAlternateStack(Thread* thread) =>
        thread->AlternateStackSize != 0 && thread->Rsp > thread->AlternateStack && thread->Rsp <= thread->AlternateStack + thread->AlternateStackSize;

    private static void Fill(Thread* thread, int signal, int code, ulong addressOrSender, ulong state)
    {
        _frame = default;
        _frame.ContextFlags = SignalFrame.AllContextFlags;
        _frame.StackPointer = thread->AlternateStack;
        _frame.StackFlags = thread->AlternateStackSize == 0 ? SignalFrame.StackDisabled : 0;
        _frame.StackSize = thread->AlternateStackSize;
        _frame.R8 = thread->R8;
        _frame.R9 = thread->R9;
        _frame.R10 = thread->R10;
        _frame.R11 = thread->R11;
        _frame.R12 = thread->R12;
        _frame.R13 = thread->R13;
        _frame.R14 = thread->R14;
        _frame.R15 = thread->R15;
        _frame.Rdi = thread->Rdi;
        _frame.Rsi = thread->Rsi;
        _frame.Rbp = thread->Rbp;
        _frame.Rbx = thread->Rbx;
        _frame.Rdx = thread->Rdx;
        _frame.Rax = thread->Rax;
        _frame.Rcx = thread->Rcx;
        _frame.Rsp = thread->Rsp;
        _frame.Rip = thread->Rip;
        _frame.Flags = thread->Flags;
        _frame.Selectors = Selectors;
        _frame.ErrorCode = thread->ErrorCode;
        _frame.Vector = thread->Vector;
        _frame.OldMask = thread->BlockedSignals;
        _frame.FaultAddress = thread->FaultAddress;
        _frame.ExtendedState = state;
        _frame.Mask = thread->BlockedSignals;
        _frame.Number = signal;
        _frame.Code = code;
        _frame.AddressOrSender = addressOrSender;
    }

    private static bool CopyState(Thread* thread, ulong target)
    {
        FloatingPoint.Complete(thread);
        byte* area = &thread->ExtendedState;
        uint* reserved = (uint*)(area + ReservedBytesOffset);
        reserved[0] = StateMagic;
        reserved[1] = FloatingPoint.AreaSize + sizeof(uint);
        *(ulong*)(reserved + 2) = FloatingPoint.Enabled;
        reserved[4] = FloatingPoint.AreaSize;
        return ProgramMemory.TryCopyOut(target, area, FloatingPoint.AreaSize) && ProgramMemory.TryWrite(target + FloatingPoint.AreaSize, StateEndMagic);
    }

    private static bool CopyFrame(ulong target)
    {
        fixed (SignalFrame* frame = &_frame)
            return ProgramMemory.TryCopyOut(target, frame, (ulong)sizeof(SignalFrame));
    }
}
