namespace DSoftBus.KernelShim.Firmware;

/// <summary>Finds the ACPI tables and reads what the shim needs (ACPI 6.5 section 5.2). Total: any bytes give a description, none is read outside the windows.</summary>
/// <remarks>
/// No allocation, no state: the same source runs in the shim and in a test on the host. Tables point to tables only from the root table and
/// from the FADT, never back, and their number and length are bounded, so that no crafted set of tables can keep the machine busy.
/// </remarks>
internal static class AcpiTables
{
    /// <summary>Tables of the root table that are looked at.</summary>
    private const uint MostTables = 64;

    /// <summary>The longest table that is read, in bytes. QEMU's longest, the DSDT of q35, has about 8 KiB.</summary>
    private const uint LongestTable = 256 << 10;

    /// <summary>Tables with AML that are searched: the DSDT and some SSDTs.</summary>
    private const int MostDefinitionBlocks = 8;

    private const uint HeaderLength = 36;
    private const uint ProcessorTable = 0x4349_5041; // "APIC"
    private const uint FixedTable = 0x5043_4146; // "FACP"
    private const uint SecondaryTable = 0x5444_5353; // "SSDT"
    private const uint DefinitionTable = 0x5444_5344; // "DSDT"
    private const uint LongRootTable = 0x5444_5358; // "XSDT"
    private const uint ShortRootTable = 0x5444_5352; // "RSDT"

    /// <param name="memory">Where tables may lie.</param>
    /// <param name="rootPointer">What the loader says of the root pointer's address; 0 to search for it.</param>
    /// <param name="machine">Receives what was found.</param>
    public static AcpiStatus Read(ref FirmwareMemory memory, ulong rootPointer, ref MachineDescription machine)
    {
        if (!RootPointer.TryFind(ref memory, rootPointer, out FirmwareBytes root))
            return AcpiStatus.Absent;
        if (!TryReadRootTable(ref memory, root, ref machine, out FirmwareBytes table, out uint entrySize))
            return AcpiStatus.RootDamaged;

        int blocks = 0;
        uint count = (table.Length - HeaderLength) / entrySize;
        for (uint i = 0; i < count && i < MostTables; i++)
        {
            uint at = HeaderLength + i * entrySize;
            ulong address = entrySize == 8 ? table.U64(at) : table.U32(at);
            ReadTable(ref memory, address, ref machine, ref blocks);
        }

        return AcpiStatus.Read;
    }

    private static bool TryReadRootTable(ref FirmwareMemory memory, FirmwareBytes root, ref MachineDescription machine, out FirmwareBytes table, out uint entrySize)
    {
        entrySize = 8;
        if (root.Length >= RootPointer.LongLength && root.U64(24) != 0)
        {
            if (TryTake(ref memory, root.U64(24), out table) && table.U32(0) == LongRootTable)
                return true;
            machine.DamagedTables++;
        }

        entrySize = 4;
        return TryTake(ref memory, root.U32(16), out table) && table.U32(0) == ShortRootTable;
    }

    private static void ReadTable(ref FirmwareMemory memory, ulong address, ref MachineDescription machine, ref int blocks)
    {
        if (!TryTake(ref memory, address, out FirmwareBytes table))
        {
            machine.DamagedTables++;
            return;
        }

        switch (table.U32(0))
        {
            case ProcessorTable:
                InterruptModel.Read(table, ref machine);
                break;
            case FixedTable:
                ReadFixedTable(ref memory, table, ref machine, ref blocks);
                break;
            case SecondaryTable when blocks++ < MostDefinitionBlocks:
                AmlScanner.FindDevices(table, HeaderLength, ref machine);
                break;
        }
    }

    /// <summary>The FADT (section 5.2.9): the DSDT's address and the register for soft off.</summary>
    private static void ReadFixedTable(ref FirmwareMemory memory, FirmwareBytes fixedTable, ref MachineDescription machine, ref int blocks)
    {
        if (blocks++ >= MostDefinitionBlocks)
            return;
        ulong address = fixedTable.U64(140) != 0 ? fixedTable.U64(140) : fixedTable.U32(40);
        if (!TryTake(ref memory, address, out FirmwareBytes definitions) || definitions.U32(0) != DefinitionTable)
        {
            machine.DamagedTables++;
            return;
        }

        AmlScanner.FindDevices(definitions, HeaderLength, ref machine);
        if (AmlScanner.TryFindSoftOff(definitions, HeaderLength, out uint sleepType))
            machine.Sleep = SoftOff.Describe(fixedTable, sleepType);
    }

    /// <summary>A table with a good length and checksum.</summary>
    private static bool TryTake(ref FirmwareMemory memory, ulong address, out FirmwareBytes table)
    {
        if (!memory.TryTake(address, HeaderLength, out table))
            return false;
        uint length = table.U32(4);
        return length is >= HeaderLength and <= LongestTable && memory.TryTake(address, length, out table) && table.HasGoodChecksum();
    }
}
