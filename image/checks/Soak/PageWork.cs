namespace DSoftBus.Image.Checks.Soak;

/// <summary>Maps, protects, discards and unmaps; what a page holds is known at each step.</summary>
internal sealed unsafe class PageWork(SoakState state, SoakCounter mappings)
{
    private const nint BadAddress = -14;
    private const nint DontNeed = 4;
    private const int MostPages = 32;

    public void Run(int seed)
    {
        var random = new Random(seed);
        while (!state.IsStopping)
        {
            int pages = random.Next(2, MostPages + 1);
            nint memory = Machine.MapPages(pages);
            if (memory <= 0)
            {
                state.Fail($"mmap answered {memory}");
                return;
            }

            Use(memory, pages, (byte)random.Next(1, 256));
            if (Machine.Call(Machine.Unmap, memory, pages * Machine.PageSize) != 0)
                state.Fail("munmap failed");
            mappings.Add();
        }
    }

    private void Use(nint memory, int pages, byte value)
    {
        var all = new Span<byte>((void*)memory, pages * Machine.PageSize);
        if (all.ContainsAnyExcept((byte)0))
            state.Fail("a new page is not zero");
        all.Fill(value);
        nint last = memory + ((pages - 1) * Machine.PageSize);
        Machine.Call(Machine.Protect, last, Machine.PageSize, 1);
        if (Machine.Call(Machine.ClockGet, 1, last) != BadAddress)
            state.Fail("a read-only page was written");
        Machine.Call(Machine.Protect, last, Machine.PageSize, Machine.ReadWrite);
        if (all.ContainsAnyExcept(value))
            state.Fail("a page lost its contents");
        Machine.Call(Machine.Advise, memory, Machine.PageSize, DontNeed);
        if (all[..Machine.PageSize].ContainsAnyExcept((byte)0) || all[Machine.PageSize..].ContainsAnyExcept(value))
            state.Fail("discarding a page changed another, or not itself");
    }
}
