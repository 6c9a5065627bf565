using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Threads;
using DSoftBus.KernelShim.Time;

namespace DSoftBus.KernelShim.Calls;

/// <summary>futex(2): WAIT, WAKE, REQUEUE, CMP_REQUEUE, WAIT_BITSET, WAKE_BITSET. Shared and private words are the same thing in one process.</summary>
internal static unsafe class FutexCalls
{
    public const uint AnyWaiter = 0xffff_ffff;

    private const int LargestCount = 0x7fff_ffff;
    private const uint CommandMask = 0x7f;
    private const uint RealTime = 0x100;

    private const uint OperationWait = 0;
    private const uint OperationWake = 1;
    private const uint OperationRequeue = 3;
    private const uint OperationCompareRequeue = 4;
    private const uint OperationWaitBits = 9;
    private const uint OperationWakeBits = 10;

    public static long Futex(ulong address, uint operation, uint value, ulong timeout, ulong secondAddress, uint third)
    {
        if ((address & 3) != 0)
            return Error.InvalidArgument;
        if (!ProgramMemory.IsProgramRange(address, sizeof(uint)))
            return Error.BadAddress;
        int limit = value > LargestCount ? LargestCount : (int)value;
        switch (operation & CommandMask)
        {
            case OperationWait:
                return Wait(address, value, AnyWaiter, timeout, isAbsolute: false, operation);
            case OperationWaitBits:
                return third == 0 ? Error.InvalidArgument : Wait(address, value, third, timeout, isAbsolute: true, operation);
            case OperationWake:
                return WaitQueues.Wake(address, limit, AnyWaiter, urgent: false);
            case OperationWakeBits:
                return third == 0 ? Error.InvalidArgument : WaitQueues.Wake(address, limit, third, urgent: false);
            case OperationRequeue:
                return Requeue(address, secondAddress, limit, timeout);
            case OperationCompareRequeue:
                if (!ProgramMemory.TryRead(address, out uint current))
                    return Error.BadAddress;
                return current != third ? Error.Again : Requeue(address, secondAddress, limit, timeout);
            default:
                return Error.NoSuchCall;
        }
    }

    private static long Wait(ulong address, uint expected, uint mask, ulong timeout, bool isAbsolute, uint operation)
    {
        ulong deadline = Thread.Never;
        if (timeout != 0)
        {
            long read = TimeCalls.ReadTime(timeout, out ulong time);
            if (read != 0)
                return read;
            deadline = !isAbsolute ? TimeCalls.After(time) : (operation & RealTime) != 0 ? TimeCalls.MonotonicOfWall(time) : time;
        }

        if (!ProgramMemory.TryRead(address, out uint current))
            return Error.BadAddress;
        if (current != expected)
            return Error.Again;
        if (deadline <= Clock.Now())
            return Error.TimedOut;
        Scheduler.Wait(address, mask, deadline, Error.TimedOut);
        return SystemCallEntry.NoResult;
    }

    /// <summary>Wakes the first waiters and moves others to the second word; the timeout argument carries how many.</summary>
    private static long Requeue(ulong address, ulong secondAddress, int wakeLimit, ulong moveLimit)
    {
        if ((secondAddress & 3) != 0 || !ProgramMemory.IsProgramRange(secondAddress, sizeof(uint)))
            return Error.BadAddress;
        int moves = moveLimit > LargestCount ? LargestCount : (int)moveLimit;
        int woken = WaitQueues.Wake(address, wakeLimit, AnyWaiter, urgent: false);
        return woken + WaitQueues.Requeue(address, secondAddress, moves);
    }
}
