using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Panics;

namespace DSoftBus.KernelShim.Memory;

/// <summary>The shim's own half: the direct map, which the boot stub began with the first 4 GiB.</summary>
internal static unsafe class KernelMap
{
    private const ulong Gigabyte = 1UL << 30;
    private const ulong BootMapped = 4 * Gigabyte;

    /// <summary>Device registers lie here on every PC (PCI hole, IOAPIC, LAPIC).</summary>
    private const ulong FirstUncached = 0xfe00_0000;

    private const ulong Entries = 512;

    private static ulong* RootTable => (ulong*)PhysicalMemory.At(LinkedAddresses.BootPageTables());

    private static ulong* DirectTable => (ulong*)PhysicalMemory.At(LinkedAddresses.BootPageTables() + PhysicalMemory.PageSize);

    /// <summary>Gives the program's half tables of its own and drops the boot stub's identity map, then forbids execution of the direct map.</summary>
    public static void TakeOver()
    {
        ulong* boot = RootTable;
        ulong root = FrameAllocator.Allocate();
        if (root == 0)
            Panic.Stop("no memory for the first page table"u8);
        var table = (ulong*)PhysicalMemory.At(root);
        for (ulong i = Entries / 2; i < Entries; i++)
            table[i] = boot[i];
        PageTable.Initialize(root);
        ImageMap.Build();
        Cpu.WritePageTableRoot(root);

        ulong* direct = DirectTable;
        for (ulong gigabyte = 0; gigabyte < BootMapped / Gigabyte; gigabyte++)
        {
            var pages = (ulong*)PhysicalMemory.At(direct[gigabyte] & PageTable.AddressMask);
            for (ulong i = 0; i < Entries; i++)
            {
                ulong physical = gigabyte * Gigabyte + i * PhysicalMemory.LargePageSize;
                pages[i] |= PageTable.NoExecute | (physical >= FirstUncached ? PageTable.Uncached : 0);
            }
        }

        ProtectAlias(LinkedAddresses.TextStart(), LinkedAddresses.TextEnd());
        ProtectAlias(LinkedAddresses.ReadOnlyDataStart(), LinkedAddresses.ReadOnlyDataEnd());
        Cpu.FlushTranslations();
    }

    /// <summary>Makes what is read-only at its linked address read-only in the direct map too. The program's text is left out: its pages may become writable by mprotect.</summary>
    private static void ProtectAlias(ulong start, ulong end)
    {
        for (ulong physical = start; physical < end; physical += PhysicalMemory.PageSize)
        {
            var pages = (ulong*)PhysicalMemory.At(DirectTable[physical / Gigabyte] & PageTable.AddressMask);
            ulong* large = pages + physical % Gigabyte / PhysicalMemory.LargePageSize;
            if ((*large & PageTable.Large) != 0)
                Split(large);
            ulong* entry = (ulong*)PhysicalMemory.At(*large & PageTable.AddressMask) + physical % PhysicalMemory.LargePageSize / PhysicalMemory.PageSize;
            *entry &= ~PageTable.Writable;
        }
    }

    /// <summary>Replaces a large page of the direct map by a table of small ones with the same rights.</summary>
    private static void Split(ulong* large)
    {
        ulong table = FrameAllocator.Allocate();
        if (table == 0)
            Panic.Stop("no memory for the direct map"u8);
        var entries = (ulong*)PhysicalMemory.At(table);
        ulong first = *large & ~PageTable.Large;
        for (ulong i = 0; i < Entries; i++)
            entries[i] = first + i * PhysicalMemory.PageSize;
        *large = table | PageTable.Present | PageTable.Writable;
    }

    /// <summary>Extends the direct map so that it covers physical memory up to <paramref name="end"/>.</summary>
    public static void Extend(ulong end)
    {
        for (ulong start = BootMapped; start < end; start += Gigabyte)
        {
            ulong* entry = DirectTable + start / Gigabyte;
            if ((*entry & PageTable.Present) != 0)
                continue;
            ulong page = FrameAllocator.Allocate();
            if (page == 0)
                Panic.Stop("no memory for the direct map"u8);
            var pages = (ulong*)PhysicalMemory.At(page);
            for (ulong i = 0; i < Entries; i++)
                pages[i] = (start + i * PhysicalMemory.LargePageSize) | PageTable.Present | PageTable.Writable | PageTable.Large | PageTable.NoExecute;
            *entry = page | PageTable.Present | PageTable.Writable;
        }
    }
}
