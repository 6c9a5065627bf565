using DSoftBus.KernelShim.Boot;

namespace DSoftBus.KernelShim.Memory;

/// <summary>Counts the pages that the program's half of the address space holds: its own and the tables. Walks all tables, so it is for tests only.</summary>
internal static unsafe class PageUse
{
    private const int EntriesPerTable = 512;
    private const int ProgramEntries = EntriesPerTable / 2;
    private const int Levels = 4;

    public static ulong Count() => CountIn(Cpu.ReadPageTableRoot() & PageTable.AddressMask, Levels, ProgramEntries);

    private static ulong CountIn(ulong tablePage, int level, int entries)
    {
        ulong count = 0;
        ulong* table = (ulong*)PhysicalMemory.At(tablePage);
        for (int i = 0; i < entries; i++)
        {
            ulong entry = table[i];
            if (level == 1)
                count += entry != 0 && (entry & PageTable.Borrowed) == 0 ? 1u : 0;
            else if ((entry & PageTable.Present) != 0)
                count += 1 + CountIn(entry & PageTable.AddressMask, level - 1, EntriesPerTable);
        }

        return count;
    }
}
