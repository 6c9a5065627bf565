using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Panics;
using DSoftBus.KernelShim.Traps;

namespace DSoftBus.KernelShim.Memory;

/// <summary>Maps the loaded image page by page: the program's segments by their ELF flags, the shim's sections for ring 0 only.</summary>
internal static unsafe class ImageMap
{
    private const uint LoadSegment = 1;
    private const uint FlagExecute = 1;
    private const uint FlagWrite = 2;
    private const ulong HeaderTableOffset = 32;
    private const ulong HeaderCountOffset = 56;
    private const ulong HeaderSize = 56;

    private struct ProgramHeader
    {
        public uint Type;
        public uint Flags;
        public ulong Offset;
        public ulong VirtualAddress;
        public ulong PhysicalAddress;
        public ulong FileSize;
        public ulong MemorySize;
        public ulong Alignment;
    }

    /// <summary>Address of the ELF program headers, for AT_PHDR.</summary>
    public static ulong HeaderTable => LinkedAddresses.ImageHeader() + *(ulong*)PhysicalMemory.At(LinkedAddresses.ImageHeader() + HeaderTableOffset);

    public static ulong HeaderCount => *(ushort*)PhysicalMemory.At(LinkedAddresses.ImageHeader() + HeaderCountOffset);

    /// <summary>First address of the segment that holds code, the program's and the shim's.</summary>
    public static ulong CodeStart { get; private set; }

    /// <summary>First address after that segment.</summary>
    public static ulong CodeEnd { get; private set; }

    /// <summary>Whether a range overlaps a section of the shim.</summary>
    public static bool TouchesShim(ulong start, ulong end) =>
        (start < LinkedAddresses.TextEnd() && end > LinkedAddresses.TextStart())
        || (start < LinkedAddresses.ReadOnlyDataEnd() && end > LinkedAddresses.ReadOnlyDataStart())
        || (start < LinkedAddresses.DataEnd() && end > LinkedAddresses.DataStart())
        || (start < LinkedAddresses.ZeroedEnd() && end > LinkedAddresses.ZeroedStart());

    /// <summary>Fills the page tables and enters the program's parts as regions.</summary>
    public static void Build()
    {
        var headers = (ProgramHeader*)PhysicalMemory.At(HeaderTable);
        for (ulong i = 0; i < HeaderCount; i++)
        {
            ProgramHeader* header = headers + i;
            if (header->Type != LoadSegment || header->MemorySize == 0 || header->VirtualAddress < ProgramLayout.NullArea)
                continue; // below lies only the boot stub, which has done its work
            var access = Access.Read;
            if ((header->Flags & FlagWrite) != 0)
                access |= Access.Write;
            if ((header->Flags & FlagExecute) != 0)
            {
                access |= Access.Execute;
                CodeStart = header->VirtualAddress;
                CodeEnd = header->VirtualAddress + header->MemorySize;
            }

            MapSegment(PhysicalMemory.RoundDown(header->VirtualAddress), PhysicalMemory.RoundUp(header->VirtualAddress + header->MemorySize), access);
        }

        MapShim(LinkedAddresses.TextStart(), LinkedAddresses.TextEnd(), PageTable.Present);
        MapShim(LinkedAddresses.ReadOnlyDataStart(), LinkedAddresses.ReadOnlyDataEnd(), PageTable.Present | PageTable.NoExecute);
        MapShim(LinkedAddresses.DataStart(), LinkedAddresses.DataEnd(), PageTable.Present | PageTable.Writable | PageTable.NoExecute);
        MapShim(LinkedAddresses.ZeroedStart(), LinkedAddresses.ZeroedEnd(), PageTable.Present | PageTable.Writable | PageTable.NoExecute);
        UnmapGuards();
    }

    /// <summary>The page below each stack of the shim: an overflow is a fault there, and with no stack left for it a double fault with one of its own.</summary>
    private static void UnmapGuards()
    {
        PageTable.Clear(LinkedAddresses.StackGuard());
        for (ulong i = 0; i < CpuLayout.ExceptionStackCount; i++)
            PageTable.Clear(LinkedAddresses.ExceptionStacks() + i * CpuLayout.ExceptionStackDistance);
    }

    private static void MapSegment(ulong start, ulong end, Access access)
    {
        ulong runStart = 0;
        for (ulong page = start; page <= end; page += PhysicalMemory.PageSize)
        {
            bool program = page < end && !TouchesShim(page, page + PhysicalMemory.PageSize);
            if (program)
            {
                Map(page, PageTable.FlagsOf(access));
                if (runStart == 0)
                    runStart = page;
            }
            else if (runStart != 0)
            {
                if (AddressSpace.Add(runStart, page - runStart, access, RegionKind.Image) != 0)
                    Panic.Stop("no memory for the regions of the image"u8);
                runStart = 0;
            }
        }
    }

    private static void MapShim(ulong start, ulong end, ulong flags)
    {
        for (ulong page = start; page < end; page += PhysicalMemory.PageSize)
            Map(page, flags);
    }

    private static void Map(ulong page, ulong flags)
    {
        if (!PageTable.Set(page, page | flags | PageTable.Borrowed))
            Panic.Stop("no memory for the page tables of the image"u8);
    }
}
