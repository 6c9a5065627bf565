using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Time;

/// <summary>What is left of a sleep that a signal ended (nanosleep(2)): the sleeper asks for it, and repeats its call with it.</summary>
internal static unsafe class Remainder
{
    /// <summary>Writes the time from now to the deadline of <paramref name="thread"/> to the address it named, if any. False when the address cannot be written.</summary>
    public static bool Write(Thread* thread)
    {
        ulong address = thread->Remainder;
        if (address == 0)
            return true;
        ulong now = Clock.Now();
        ulong left = thread->Deadline > now ? thread->Deadline - now : 0;
        return ProgramMemory.TryWrite(address, left / Clock.NanosecondsPerSecond) && ProgramMemory.TryWrite(address + 8, left % Clock.NanosecondsPerSecond);
    }
}
