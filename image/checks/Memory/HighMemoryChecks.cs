namespace DSoftBus.Image.Checks.Memory;

/// <summary>Memory above 4 GiB is memory like all other: every free page there is written and read back.</summary>
internal static unsafe class HighMemoryChecks
{
    private const ulong FourGigabytes = 1UL << 32;
    private const int BlockPages = 1024;
    private const int MostBlocks = 512;

    public static void Total(CheckLog log)
    {
        var (total, free, _) = Machine.Pages();
        CheckLog.Note($"total {total} pages");
        log.Check("some are free", free > 0 && free < total, $"{free}");
    }

    public static void Run(CheckLog log)
    {
        var addresses = new ulong[MostBlocks];
        var physical = new ulong[MostBlocks];
        ulong* block = stackalloc ulong[2];
        int count = 0;
        ulong before = Machine.Pages().Free;
        while (count < MostBlocks && Machine.Call(Machine.DmaAllocate, BlockPages, (nint)block) == 0)
        {
            (addresses[count], physical[count]) = (block[0], block[1]);
            Stamp(block[0], block[1]);
            count++;
            if (block[1] < FourGigabytes)
                break; // the allocator gives the highest blocks first
        }

        int wrong = 0;
        for (int i = 0; i < count; i++)
            wrong += Count(addresses[i], physical[i]);
        for (int i = 0; i < count; i++)
            Machine.Call(Machine.DmaFree, (nint)addresses[i], BlockPages);
        ulong after = Machine.Pages().Free;
        int high = physical.Take(count).Count(address => address >= FourGigabytes);
        bool distinct = physical.Take(count).Distinct().Count() == count;
        CheckLog.Note($"high {high * BlockPages} pages");
        log.Check("pages above 4 GiB keep what is written", high > 0 && wrong == 0 && distinct, $"{high * BlockPages} pages, {wrong} wrong");
        log.Check("they come back", after == before, $"{before} before, {after} after");
    }

    /// <summary>Writes each page's own physical address at its start and its complement at its end.</summary>
    private static void Stamp(ulong address, ulong physical)
    {
        for (ulong offset = 0; offset < BlockPages * (ulong)Machine.PageSize; offset += (ulong)Machine.PageSize)
        {
            *(ulong*)(address + offset) = physical + offset;
            *(ulong*)(address + offset + (ulong)Machine.PageSize - 8) = ~(physical + offset);
        }
    }

    private static int Count(ulong address, ulong physical)
    {
        int wrong = 0;
        for (ulong offset = 0; offset < BlockPages * (ulong)Machine.PageSize; offset += (ulong)Machine.PageSize)
        {
            if (*(ulong*)(address + offset) != physical + offset || *(ulong*)(address + offset + (ulong)Machine.PageSize - 8) != ~(physical + offset))
                wrong++;
        }

        return wrong;
    }
}
