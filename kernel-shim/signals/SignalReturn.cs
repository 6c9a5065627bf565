using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Signals;

/// <summary>rt_sigreturn: takes the registers back from the frame on the stack, none of which can be trusted.</summary>
internal static unsafe class SignalReturn
{
    /// <summary>Flags that the program may choose: status, TF, DF, AC.</summary>
    private const ulong ChoosableFlags = 0x4_0dd5;
    private const ulong FixedFlags = 0x202;

    private static SignalFrame _frame;

    public static void Restore(Thread* thread)
    {
        ulong address = thread->Rsp - SignalFrame.ContextOffset; // the handler's RET consumed the return address
        bool read;
        fixed (SignalFrame* frame = &_frame)
            read = ProgramMemory.TryCopyIn(frame, address, (ulong)sizeof(SignalFrame));
        if (read && _frame.ExtendedState != 0)
        {
            FloatingPoint.Complete(thread);
            read = ProgramMemory.TryCopyIn(&thread->ExtendedState, _frame.ExtendedState, FloatingPoint.AreaSize);
            FloatingPoint.Adopt(thread);
        }

        if (!read || _frame.Rip >= ProgramLayout.Top)
            ProgramEnd.Kill(thread, Signal.Segmentation, "a bad frame for rt_sigreturn"u8);

        // CS and SS are never taken from the frame: the way out always loads the program's.
        thread->R8 = _frame.R8;
        thread->R9 = _frame.R9;
        thread->R10 = _frame.R10;
        thread->R11 = _frame.R11;
        thread->R12 = _frame.R12;
        thread->R13 = _frame.R13;
        thread->R14 = _frame.R14;
        thread->R15 = _frame.R15;
        thread->Rdi = _frame.Rdi;
        thread->Rsi = _frame.Rsi;
        thread->Rbp = _frame.Rbp;
        thread->Rbx = _frame.Rbx;
        thread->Rdx = _frame.Rdx;
        thread->Rax = _frame.Rax;
        thread->Rcx = _frame.Rcx;
        thread->Rsp = _frame.Rsp;
        thread->Rip = _frame.Rip;
        thread->Flags = (_frame.Flags & ChoosableFlags) | FixedFlags;
        thread->BlockedSignals = _frame.Mask & ~Signal.Unblockable;
    }
}
