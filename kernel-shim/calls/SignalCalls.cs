using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Signals;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Calls;

/// <summary>rt_sigaction, rt_sigprocmask, rt_sigreturn, sigaltstack, tkill, tgkill.</summary>
internal static unsafe class SignalCalls
{
    private const ulong MaskSize = 8;
    private const ulong BlockMore = 0;
    private const ulong Unblock = 1;
    private const ulong SetMask = 2;

    private const ulong StackDisabled = 2;
    private const ulong SmallestStack = 2048;

    public static long Action(ulong signal, ulong newAddress, ulong oldAddress, ulong maskSize)
    {
        if (signal is < 1 or > Signal.Largest || maskSize != MaskSize)
            return Error.InvalidArgument;
        bool fixedAction = (Signal.Bit((int)signal) & Signal.Unblockable) != 0;
        if (newAddress != 0 && fixedAction)
            return Error.InvalidArgument;

        var replacement = default(SignalAction);
        if (newAddress != 0 && !ProgramMemory.TryCopyIn(&replacement, newAddress, (ulong)sizeof(SignalAction)))
            return Error.BadAddress;
        SignalAction* action = SignalActions.Of((int)signal);
        if (oldAddress != 0 && !ProgramMemory.TryCopyOut(oldAddress, action, (ulong)sizeof(SignalAction)))
            return Error.BadAddress;
        if (newAddress != 0)
            *action = replacement;
        return 0;
    }

    public static long Mask(Thread* thread, ulong how, ulong newAddress, ulong oldAddress, ulong maskSize)
    {
        if (maskSize != MaskSize)
            return Error.InvalidArgument;
        ulong old = thread->BlockedSignals;
        if (newAddress != 0)
        {
            if (!ProgramMemory.TryRead(newAddress, out ulong mask))
                return Error.BadAddress;
            if (how > SetMask)
                return Error.InvalidArgument;
            ulong blocked = how == BlockMore ? old | mask : how == Unblock ? old & ~mask : mask;
            thread->BlockedSignals = blocked & ~Signal.Unblockable;
        }

        return oldAddress == 0 || ProgramMemory.TryWrite(oldAddress, old) ? 0 : Error.BadAddress;
    }

    public static long Return(Thread* thread)
    {
        SignalReturn.Restore(thread);
        return SystemCallEntry.NoResult;
    }

    public static long AlternateStack(Thread* thread, ulong newAddress, ulong oldAddress)
    {
        ulong pointer = 0;
        ulong flags = 0;
        ulong size = 0;
        if (newAddress != 0 && !(ProgramMemory.TryRead(newAddress, out pointer) && ProgramMemory.TryRead(newAddress + 8, out flags) && ProgramMemory.TryRead(newAddress + 16, out size)))
            return Error.BadAddress;
        bool active = SignalDelivery.IsOnAlternateStack(thread);
        if (oldAddress != 0)
        {
            ulong state = thread->AlternateStackSize == 0 ? StackDisabled : active ? 1u : 0u;
            if (!(ProgramMemory.TryWrite(oldAddress, thread->AlternateStack) && ProgramMemory.TryWrite(oldAddress + 8, state) && ProgramMemory.TryWrite(oldAddress + 16, thread->AlternateStackSize)))
                return Error.BadAddress;
        }

        if (newAddress == 0)
            return 0;
        if (active)
            return Error.NotPermitted;
        bool disable = ((uint)flags & StackDisabled) != 0;
        if (!disable && (size < SmallestStack || pointer + size < pointer || pointer + size > ProgramLayout.Top))
            return Error.NoMemory;
        thread->AlternateStack = disable ? 0 : pointer;
        thread->AlternateStackSize = disable ? 0 : size;
        return 0;
    }

    /// <summary>tkill; tgkill comes here when its group is ours.</summary>
    public static long Send(ulong threadId, ulong signal)
    {
        if ((uint)signal > Signal.Largest || (int)threadId <= 0)
            return Error.InvalidArgument;
        Thread* target = ThreadTable.Find((int)threadId);
        if (target == null)
            return Error.NoSuchThread;
        if ((uint)signal != 0)
            SignalDelivery.Send(target, (int)signal);
        return 0;
    }

    public static long SendToGroup(ulong group, ulong threadId, ulong signal) =>
        (int)group == ProcessCalls.ProcessId ? Send(threadId, signal) : (int)group <= 0 ? Error.InvalidArgument : Error.NoSuchThread;
}
