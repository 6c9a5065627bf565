using DSoftBus.KernelShim.Interrupts;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Threads;
using DSoftBus.KernelShim.Time;

namespace DSoftBus.KernelShim.Calls;

/// <summary>SHIM_COUNTERS (0x1008): what happened since boot and what is in use now, for tests and measurements.</summary>
internal static unsafe class CounterCalls
{
    private const int Known = 9;

    private struct Words
    {
        public fixed ulong At[Known];
    }

    private static Words _words;

    /// <summary>Writes the first <paramref name="count"/> counters, 8 bytes each; at most the known ones. Returns how many.</summary>
    public static long Read(ulong address, ulong count)
    {
        int wanted = count < Known ? (int)count : Known;
        _words.At[0] = IntervalTimer.Interrupts;
        _words.At[1] = InterruptBindings.Interrupts;
        _words.At[2] = Scheduler.Switches;
        _words.At[3] = FloatingPoint.Saves;
        _words.At[4] = (ulong)ThreadTable.Count;
        _words.At[5] = InterruptBindings.BoundCount;
        _words.At[6] = Scheduler.Idle;
        _words.At[7] = FrameAllocator.FreePages;
        _words.At[8] = FrameAllocator.TotalPages - FrameAllocator.FreePages - (ulong)ThreadTable.Count - (wanted == Known ? PageUse.Count() : 0);
        fixed (ulong* words = _words.At)
            return ProgramMemory.TryCopyOut(address, words, (ulong)wanted * sizeof(ulong)) ? wanted : Error.BadAddress;
    }
}
