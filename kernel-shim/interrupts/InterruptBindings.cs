using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Interrupts;

/// <summary>Device interrupts as words of the program: each one masks its line, counts up two words and wakes whoever waits on the second.</summary>
/// <remarks>The words are written through the direct map, so their pages are pinned: not unmapped, not discarded, as long as the binding lasts.</remarks>
internal static unsafe class InterruptBindings
{
    private struct Binding
    {
        public ulong LineWord;
        public ulong LineWordPhysical;
        public ulong WakeWord;
        public ulong WakeWordPhysical;
    }

    private struct Table
    {
        public fixed ulong Words[(int)IoApic.LargestLineCount * 4];
    }

    private static Table _table;
    private static uint _highestLine; // no line at or above it is bound

    /// <summary>Interrupts of devices since boot.</summary>
    public static ulong Interrupts { get; private set; }

    /// <summary>Lines that are bound now.</summary>
    public static uint BoundCount
    {
        get
        {
            uint count = 0;
            for (uint line = 0; line < _highestLine; line++)
                count += IsBound(line) ? 1u : 0;
            return count;
        }
    }

    /// <summary>Binds a line, replacing an earlier binding. The physical addresses belong to present, writable pages.</summary>
    public static void Bind(uint line, ulong lineWord, ulong lineWordPhysical, ulong wakeWord, ulong wakeWordPhysical)
    {
        Binding* binding = At(line);
        binding->LineWord = lineWord;
        binding->LineWordPhysical = lineWordPhysical;
        binding->WakeWord = wakeWord;
        binding->WakeWordPhysical = wakeWordPhysical;
        if (line >= _highestLine)
            _highestLine = line + 1;
        IoApic.Unmask(line);
    }

    public static bool IsBound(uint line) => line < _highestLine && At(line)->WakeWordPhysical != 0;

    /// <summary>Whether a bound word lies in the range.</summary>
    public static bool PinsAny(ulong start, ulong end)
    {
        for (uint line = 0; line < _highestLine; line++)
        {
            Binding* binding = At(line);
            if (binding->WakeWordPhysical == 0)
                continue;
            if ((binding->LineWord >= start && binding->LineWord < end) || (binding->WakeWord >= start && binding->WakeWord < end))
                return true;
        }

        return false;
    }

    /// <summary>An interrupt arrived. The line stays masked until the program re-arms it, since the device holds its level until served.</summary>
    public static void Arrived(uint line)
    {
        Interrupts++;
        IoApic.Mask(line);
        LocalApic.EndOfInterrupt();
        if (!IsBound(line))
            return;
        Binding* binding = At(line);
        (*(uint*)PhysicalMemory.At(binding->LineWordPhysical))++;
        (*(uint*)PhysicalMemory.At(binding->WakeWordPhysical))++;
        WaitQueues.Wake(binding->WakeWord, ThreadTable.Capacity, 0xffff_ffff, urgent: true);
    }

    private static Binding* At(uint line)
    {
        fixed (ulong* words = _table.Words)
            return (Binding*)words + line;
    }
}
