using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks;

/// <summary>Addresses and pages are recycled; exhaustion is an exception.</summary>
internal static unsafe class MemoryChecks
{
    private const int Cycles = 100_000;
    private const int Slots = 32;

    public static void Run(CheckLog log)
    {
        CheckLog.Note($"total {Machine.Pages().Total * Machine.PageSize >> 20} MiB");
        MapAndUnmap(Cycles / 100); // the tables that the pattern needs at its widest
        var before = Machine.Pages();
        bool clean = MapAndUnmap(Cycles);
        var after = Machine.Pages();
        log.Check("new pages are zero", clean);
        log.Check("map and unmap leave free pages as they were", after.Free == before.Free, $"{Cycles} cycles, {before.Free} before, {after.Free} after");
        log.Check("map and unmap leave the highest address as it was", after.Highest == before.Highest, $"{before.Highest:x}");

        CheckProtection(log);
        CheckDiscard(log);
        CheckDeviceMemory(log);
        CheckEntropy(log);
    }

    /// <summary>Fills the heap to its limit three times.</summary>
    public static void Exhaust(CheckLog log)
    {
        for (int round = 1; round <= 3; round++)
        {
            int blocks = FillHeap();
            GC.Collect();
            log.Check($"round {round} ends in an OutOfMemoryException", blocks is > 10 and < 20_000, $"{blocks} blocks of 100 kB");
        }

        log.Check("memory comes back", GC.GetTotalMemory(forceFullCollection: true) < 4 << 20);
    }

    private static int FillHeap()
    {
        var blocks = new List<byte[]>();
        try
        {
            while (blocks.Count < 20_000)
            {
                byte[] block = new byte[100_000];
                Array.Fill(block, (byte)1);
                blocks.Add(block);
            }
        }
        catch (OutOfMemoryException)
        {
            int count = blocks.Count;
            blocks.Clear();
            return count;
        }

        return blocks.Count;
    }

    private static bool MapAndUnmap(int cycles)
    {
        var random = new Random(1);
        nint* held = stackalloc nint[Slots];
        int* sizes = stackalloc int[Slots];
        new Span<nint>(held, Slots).Clear();
        bool clean = true;
        for (int i = 0; i < cycles; i++)
        {
            int slot = random.Next(Slots);
            if (held[slot] != 0)
            {
                Machine.Call(Machine.Unmap, held[slot], sizes[slot] * Machine.PageSize);
                held[slot] = 0;
                continue;
            }

            sizes[slot] = random.Next(1, 9);
            held[slot] = Machine.MapPages(sizes[slot]);
            byte* last = (byte*)held[slot] + sizes[slot] * Machine.PageSize - 1;
            clean &= *last == 0;
            *last = 0xff;
        }

        for (int slot = 0; slot < Slots; slot++)
        {
            if (held[slot] != 0)
                Machine.Call(Machine.Unmap, held[slot], sizes[slot] * Machine.PageSize);
        }

        return clean;
    }

    private static void CheckProtection(CheckLog log)
    {
        nint memory = Machine.MapPages(3);
        *(byte*)(memory + Machine.PageSize) = 42;
        Machine.Call(Machine.Protect, memory + Machine.PageSize, Machine.PageSize, 0);
        log.Check("a page without access keeps its contents", Machine.Call(Machine.Access, memory + Machine.PageSize) == -14
            && Machine.Call(Machine.Protect, memory + Machine.PageSize, Machine.PageSize, Machine.ReadWrite) == 0 && *(byte*)(memory + Machine.PageSize) == 42);
        log.Check("a hole cannot be protected", Machine.Call(Machine.Unmap, memory + Machine.PageSize, Machine.PageSize) == 0
            && Machine.Call(Machine.Protect, memory, 3 * Machine.PageSize, 1) == -12);
        log.Check("a fixed mapping replaces", Machine.Call(Machine.Map, memory, 3 * Machine.PageSize, Machine.ReadWrite, Machine.Anonymous | Machine.Fixed, -1, 0) == memory && *(byte*)memory == 0);
        Machine.Call(Machine.Unmap, memory, 3 * Machine.PageSize);
    }

    private static void CheckDiscard(CheckLog log)
    {
        const int Pages = 64;
        nint memory = Machine.MapPages(Pages);
        new Span<byte>((void*)memory, Pages * Machine.PageSize).Fill(7);
        ulong used = Machine.Pages().Free;
        Machine.Call(Machine.Advise, memory, Pages * Machine.PageSize, 4);
        ulong free = Machine.Pages().Free;
        log.Check("discarded pages are free and read as zero", free >= used + Pages && *(byte*)memory == 0, $"{free - used} pages");
        Machine.Call(Machine.Unmap, memory, Pages * Machine.PageSize);
    }

    private static void CheckDeviceMemory(CheckLog log)
    {
        ulong before = Machine.Pages().Free;
        ulong* block = stackalloc ulong[2];
        nint allocated = Machine.Call(Machine.DmaAllocate, 9, (nint)block);
        var bytes = new Span<byte>((void*)block[0], 9 * Machine.PageSize);
        log.Check("device memory is zeroed, contiguous, writable", allocated == 0 && (block[1] & 4095) == 0 && !bytes.ContainsAnyExcept((byte)0));
        bytes.Fill(1);
        log.Check("device memory is freed only as a whole", Machine.Call(Machine.DmaFree, (nint)block[0], 8) == -22
            && Machine.Call(Machine.Unmap, (nint)block[0], Machine.PageSize) == -22 && Machine.Call(Machine.DmaFree, (nint)block[0], 9) == 0);
        ulong after = Machine.Pages().Free;
        log.Check("device memory comes back", after == before, $"{before} before, {after} after");
    }

    private static void CheckEntropy(CheckLog log)
    {
        Span<byte> seed = stackalloc byte[64];
        Span<byte> first = stackalloc byte[64];
        Span<byte> second = stackalloc byte[64];
        fixed (byte* s = seed, f = first, g = second)
        {
            bool added = Machine.Call(Machine.EntropyAdd, (nint)s, 64) == 0;
            bool filled = Machine.Call(Machine.Random, (nint)f, 64) == 64 && Machine.Call(Machine.Random, (nint)g, 64) == 64;
            log.Check("random bytes differ each time", added && filled && !first.SequenceEqual(second) && first.ContainsAnyExcept((byte)0));
        }

        NativeMemory.Free(NativeMemory.Alloc(1 << 20));
    }
}
