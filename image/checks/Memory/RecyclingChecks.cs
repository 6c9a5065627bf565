namespace DSoftBus.Image.Checks.Memory;

/// <summary>A million changes of the address space cost neither addresses nor pages.</summary>
internal static class RecyclingChecks
{
    private const int Cycles = 1_000_000;
    private const ulong Seed = 20_261_122;

    /// <summary>32 slots of 16 pages are 2 MiB when all are full; first fit among fragments wastes some.</summary>
    private const nint LargestSpread = 8 << 20;

    private const int WidestTable = 2048;

    public static void Run(CheckLog log)
    {
        var churn = new AddressChurn(Seed);
        WidenRegionTable();
        var before = Machine.Pages();
        churn.Run(Cycles);
        churn.Close();
        var after = Machine.Pages();
        CheckLog.Note($"{Cycles} cycles: {churn.Operations}");
        log.Check("every page held what it should, and no call failed", churn.Defects == 0, $"{churn.Defects} defects");
        log.Check("free pages are as they were", after.Free == before.Free, $"{before.Free} before, {after.Free} after");
        log.Check("the highest address is as it was", after.Highest == before.Highest, $"{before.Highest:x} before, {after.Highest:x} after");
        log.Check("addresses are used again", churn.Highest < (nint)before.Highest + LargestSpread, $"none placed beyond {churn.Highest:x}");
    }

    /// <summary>The shim's table of regions grows and never shrinks: it reaches its widest before pages are counted.</summary>
    private static void WidenRegionTable()
    {
        nint memory = Machine.MapPages(WidestTable);
        for (int page = 0; page < WidestTable; page += 2)
            Machine.Call(Machine.Protect, memory + page * Machine.PageSize, Machine.PageSize, Machine.ReadOnly);
        Machine.Call(Machine.Unmap, memory, WidestTable * Machine.PageSize);
    }
}
