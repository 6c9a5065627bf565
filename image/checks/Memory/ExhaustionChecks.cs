using System.Runtime.CompilerServices;

namespace DSoftBus.Image.Checks.Memory;

/// <summary>Memory used up in every way that a managed program has: an OutOfMemoryException or ENOMEM, and everything comes back.</summary>
internal static unsafe class ExhaustionChecks
{
    private const int NoMemory = -12;
    private const int Attempts = 1_000_000;

    private sealed class Link
    {
        public Link? Next;
        public long Value;
    }

    public static void Run(CheckLog log)
    {
        CheckLimit(log);
        for (int round = 1; round <= 3; round++)
            Expect(log, $"blocks of 100 kB, round {round}", () => Fill(100_000));
        Expect(log, "blocks of 4 kB", () => Fill(4000));
        Expect(log, "blocks of 2 MB", () => Fill(2_000_000));
        Expect(log, "one array larger than memory", AllocateOne);
        Expect(log, "one list that grows", GrowList);
        Expect(log, "a text that doubles", DoubleText);
        Expect(log, "small objects in a chain", Chain);
        Threads(log);
        DeviceMemory(log);
        Addresses(log);
        Regions(log);
        GC.Collect();
        log.Check("the heap is small again", GC.GetTotalMemory(forceFullCollection: true) < 4 << 20, $"{GC.GetTotalMemory(false) >> 10} KiB");
    }

    /// <summary>Three quarters of what was free at the start, all but 8 MiB of it if that is less, and never below 9 MiB; total memory bounds it from above.</summary>
    private static void CheckLimit(CheckLog log)
    {
        long limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        long total = (long)Machine.Pages().Total * Machine.PageSize;
        long expected = Math.Max(9L << 20, Math.Min(total / 4 * 3, total - (8L << 20)));
        log.Check("the heap's limit follows memory", limit <= expected && limit >= expected - (1 << 20), $"{limit >> 10} KiB of {total >> 10}");
    }

    private static void Expect(CheckLog log, string name, Func<long> use)
    {
        long reached = -1;
        bool thrown = false;
        try
        {
            reached = use();
        }
        catch (OutOfMemoryException)
        {
            thrown = true;
        }

        GC.Collect();
        log.Check($"OutOfMemoryException: {name}", thrown && new byte[200_000].Length == 200_000, thrown ? "" : $"none after {reached}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Fill(int size)
    {
        var blocks = new List<byte[]>();
        while (blocks.Count < Attempts)
        {
            byte[] block = new byte[size];
            Array.Fill(block, (byte)1);
            blocks.Add(block);
        }

        return blocks.Count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long AllocateOne() => new byte[(int)Math.Min(Array.MaxLength, (long)Machine.Pages().Total * Machine.PageSize)].Length;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long GrowList()
    {
        var list = new List<long>();
        while (list.Count < int.MaxValue / 2)
            list.Add(list.Count);
        return list.Count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long DoubleText()
    {
        string text = "0123456789abcdef";
        while (text.Length < int.MaxValue / 4)
            text += text;
        return text.Length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Chain()
    {
        Link? first = null;
        long count = 0;
        for (; count < 100L * Attempts; count++)
            first = new Link { Next = first, Value = count };
        GC.KeepAlive(first);
        return count;
    }

    /// <summary>Each thread waits; the table of threads or memory ends it.</summary>
    private static void Threads(CheckLog log)
    {
        using var end = new ManualResetEventSlim();
        var threads = new List<Thread>(1024);
        bool thrown = false;
        try
        {
            while (threads.Count < 1000)
            {
                var thread = new Thread(end.Wait, maxStackSize: 64 * 1024);
                thread.Start();
                threads.Add(thread);
            }
        }
        catch (OutOfMemoryException)
        {
            thrown = true;
        }

        end.Set();
        foreach (var thread in threads)
            thread.Join();
        log.Check("OutOfMemoryException: threads", thrown && threads.Count > 100, $"{threads.Count} threads");
        var last = new Thread(() => thrown = false);
        last.Start();
        last.Join();
        log.Check("threads start again", !thrown);
    }

    /// <summary>Physical memory itself, until no block is left; nothing here may need a new page meanwhile.</summary>
    private static void DeviceMemory(CheckLog log)
    {
        const int Most = 4096;
        ReadOnlySpan<int> sizes = [64, 8, 2]; // single pages are left for whatever runs meanwhile
        int* pages = stackalloc int[Most];
        ulong* blocks = stackalloc ulong[2 * Most];
        new Span<ulong>(blocks, 2 * Most).Clear();
        new Span<int>(pages, Most).Clear();
        ulong before = Machine.Pages().Free;
        int count = 0;
        nint result = 0;
        foreach (int size in sizes)
        {
            while (count < Most && (result = Machine.Call(Machine.DmaAllocate, size, (nint)(blocks + 2 * count))) == 0)
                pages[count++] = size;
        }

        ulong least = Machine.Pages().Free;
        for (int i = 0; i < count; i++)
            Machine.Call(Machine.DmaFree, (nint)blocks[2 * i], pages[i]);
        ulong after = Machine.Pages().Free;
        log.Check("ENOMEM: physical memory", result == NoMemory && least < before / 2 && after >= before, $"{count} blocks, {before} free before, {least} at least, {after} after");
    }

    /// <summary>Addresses alone: reservations until the program's half is full.</summary>
    private static void Addresses(CheckLog log)
    {
        const ulong Size = 1UL << 40;
        const int Most = 200;
        nint* reserved = stackalloc nint[Most];
        var before = Machine.Pages();
        int count = 0;
        while (count < Most && (reserved[count] = Machine.Call(Machine.Map, 0, unchecked((nint)Size), 0, Machine.Anonymous, -1)) > 0)
            count++;
        nint end = count < Most ? reserved[count] : 0;
        for (int i = 0; i < count; i++)
            Machine.Call(Machine.Unmap, reserved[i], unchecked((nint)Size));
        var after = Machine.Pages();
        log.Check("ENOMEM: addresses", count > 50 && end == NoMemory && after.Free == before.Free && after.Highest == before.Highest, $"{count} TiB reserved");
    }

    /// <summary>The shim's table of regions: it refuses to split further, and what is there can still be unmapped.</summary>
    private static void Regions(CheckLog log)
    {
        const nint Size = 2047 << 20;
        nint memory = Machine.Call(Machine.Map, 0, Size, 0, Machine.Anonymous, -1);
        nint page = memory;
        nint result = 0;
        for (; page < memory + Size && result == 0; page += 2 * Machine.PageSize)
            result = Machine.Call(Machine.Protect, page, Machine.PageSize, Machine.ReadOnly);
        nint split = (page - memory) / Machine.PageSize;
        nint removed = Machine.Call(Machine.Unmap, memory, Size);
        log.Check("ENOMEM: regions", memory > 0 && result == NoMemory && removed == 0 && split > 10_000, $"{split} regions, munmap {removed}");
    }
}
