namespace DSoftBus.KernelShim.Firmware;

/// <summary>The root system description pointer (ACPI 6.5 section 5.2.5): where the loader says, or where the specification has it searched.</summary>
internal static class RootPointer
{
    /// <summary>Length of the structure since ACPI 2.0.</summary>
    public const uint LongLength = 36;

    private const uint ShortLength = 20;
    private const ulong Signature = 0x2052_5450_2044_5352; // "RSD PTR "

    // Section 5.2.5.1: the first KiB of the extended BIOS data area, then the BIOS read-only memory.
    private const ulong DataAreaSegment = 0x40e;
    private const uint DataAreaSearched = 1024;
    private const ulong ReadOnlyStart = 0xe_0000;
    private const ulong ReadOnlyEnd = 0x10_0000;
    private const uint Alignment = 16;

    /// <summary>The pointer, 20 or 36 bytes with a good checksum.</summary>
    public static bool TryFind(ref FirmwareMemory memory, ulong told, out FirmwareBytes pointer)
    {
        if (told != 0 && TryTake(ref memory, told, out pointer))
            return true;
        if (memory.TryTake(DataAreaSegment, 2, out FirmwareBytes segment))
        {
            ulong start = (ulong)segment.U16(0) << 4;
            if (start != 0 && TrySearch(ref memory, start, start + DataAreaSearched, out pointer))
                return true;
        }

        return TrySearch(ref memory, ReadOnlyStart, ReadOnlyEnd, out pointer);
    }

    private static bool TrySearch(ref FirmwareMemory memory, ulong start, ulong end, out FirmwareBytes pointer)
    {
        for (ulong address = start; address < end; address += Alignment)
        {
            if (TryTake(ref memory, address, out pointer))
                return true;
        }

        pointer = default;
        return false;
    }

    private static bool TryTake(ref FirmwareMemory memory, ulong address, out FirmwareBytes pointer)
    {
        if (!memory.TryTake(address, ShortLength, out pointer) || pointer.U64(0) != Signature || !pointer.HasGoodChecksum())
            return false;
        // A pointer of ACPI 2.0 or later with a bad second half still has its first.
        if (pointer.U8(15) >= 2 && memory.TryTake(address, LongLength, out FirmwareBytes whole) && whole.U32(20) == LongLength && whole.HasGoodChecksum())
            pointer = whole;
        return true;
    }
}
