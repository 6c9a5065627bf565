using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks.Memory;

/// <summary>What mmap and its relatives promise.</summary>
internal static unsafe class MemoryChecks
{
    private const nint NullArea = 0x20_0000;

    public static void Run(CheckLog log)
    {
        CheckLog.Note($"total {Machine.Pages().Total * Machine.PageSize >> 20} MiB");
        CheckProtection(log);
        CheckDiscard(log);
        CheckBreak(log);
        CheckNullArea(log);
        CheckDeviceMemory(log);
        CheckEntropy(log);
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

    /// <summary>brk grows only into free addresses. Nothing may ask the C library for memory meanwhile: it uses brk too.</summary>
    private static void CheckBreak(CheckLog log)
    {
        const nint Step = 1 << 20;
        nint start = Machine.Call(Machine.Break, 0);
        nint obstacle = ((start + Machine.PageSize - 1) & ~(Machine.PageSize - 1)) + Step / 2;
        bool placed = Machine.Call(Machine.Map, obstacle, Machine.PageSize, Machine.ReadWrite, Machine.Anonymous | Machine.Fixed, -1) == obstacle;
        *(byte*)obstacle = 1;
        bool refused = Machine.Call(Machine.Break, start + Step) == start;
        bool below = Machine.Call(Machine.Break, start + Step / 4) == start + Step / 4 && Machine.Call(Machine.Break, start) == start;
        bool kept = *(byte*)obstacle == 1;
        Machine.Call(Machine.Unmap, obstacle, Machine.PageSize);
        bool grown = Machine.Call(Machine.Break, start + Step) == start + Step;
        *(byte*)(start + Step - 1) = 1;
        bool shrunk = Machine.Call(Machine.Break, start) == start;
        log.Check("the break does not grow over a mapping", placed && refused && below && kept, $"{placed} {refused} {below} {kept}");
        log.Check("the break grows and shrinks", grown && shrunk);
        log.Check("the break stays in its range", Machine.Call(Machine.Break, -1) == start && Machine.Call(Machine.Break, 4096) == start);
    }

    private static void CheckNullArea(CheckLog log)
    {
        bool refused = true;
        for (nint page = 0; page < NullArea; page += Machine.PageSize)
        {
            refused &= Machine.Call(Machine.Map, page, Machine.PageSize, Machine.ReadWrite, Machine.Anonymous | Machine.Fixed, -1) == -22
                && Machine.Call(Machine.Access, page) == -14 && Machine.Call(Machine.Protect, page, Machine.PageSize, Machine.ReadWrite) == -12;
        }

        log.Check("nothing can be mapped in the null area", refused, $"{NullArea >> 10} KiB");
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
