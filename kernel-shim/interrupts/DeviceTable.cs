using DSoftBus.KernelShim.Boot;

namespace DSoftBus.KernelShim.Interrupts;

/// <summary>Devices in the order in which the command line names them, then those of the ACPI tables. One that is named twice counts once.</summary>
internal static unsafe class DeviceTable
{
    public const int Capacity = 32;

    private const ulong LowestRegisters = 0xc000_0000;
    private const ulong HighestRegisters = 1UL << 46;
    private const uint LargestWindow = 4096;

    private struct Entries
    {
        public fixed ulong Words[Capacity * 4];
    }

    private static Entries _entries;

    public static int Count { get; private set; }

    /// <summary>A device by index, or null past the end.</summary>
    public static Device* At(ulong index)
    {
        fixed (ulong* words = _entries.Words)
            return index < (ulong)Count ? (Device*)words + index : null;
    }

    /// <summary>Enters a device; false for a window that cannot be one (it must lie in one page, outside RAM and the interrupt controllers).</summary>
    public static bool Add(ulong registers, ulong length, ulong line, uint flags)
    {
        bool oneWindow = length is > 0 and <= LargestWindow && (registers & 3) == 0 && (registers & 4095) + length <= 4096;
        ulong page = registers & ~4095UL;
        if (!oneWindow || registers < LowestRegisters || registers >= HighestRegisters || page == LocalApic.Address || IoApic.OwnsPage(page) || line >= IoApic.LargestLineCount || !IoApic.HasLine((uint)line))
            return false;
        if (MemoryMap.Contains(registers))
            return false;
        if (IsKnown(registers))
            return true;
        if (Count == Capacity)
            return false;
        Count++;
        Device* device = At((ulong)Count - 1);
        device->Registers = registers;
        device->Length = (uint)length;
        device->Line = (uint)line;
        IoApic.SetMode((uint)line, flags);
        return true;
    }

    private static bool IsKnown(ulong registers)
    {
        for (ulong i = 0; i < (ulong)Count; i++)
        {
            if (At(i)->Registers == registers)
                return true;
        }

        return false;
    }
}
