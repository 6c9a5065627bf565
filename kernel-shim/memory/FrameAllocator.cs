using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Panics;

namespace DSoftBus.KernelShim.Memory;

/// <summary>Physical pages, by the buddy method (Knuth, TAOCP volume 1, section 2.5): blocks of 2^order pages, order 0 to 10.</summary>
/// <remarks>
/// A free block keeps its list links in its own first bytes. One byte per page says whether a free block of which order
/// starts there; two bytes per page count the entries of a page that is in use as a page table.
/// </remarks>
internal static unsafe class FrameAllocator
{
    public const int LargestOrder = 10;

    private struct FreeBlock
    {
        public FreeBlock* Next;
        public FreeBlock* Previous;
    }

    private struct Heads
    {
        public fixed ulong Block[LargestOrder + 1];
    }

    private static Heads _heads;
    private static byte* _freeOrder; // order + 1 where a free block starts, else 0
    private static ushort* _tableEntries;
    private static ulong _frames;
    private static ulong _free;
    private static ulong _total;

    public static ulong FreePages => _free;

    public static ulong TotalPages => _total;

    /// <summary>Bytes of bookkeeping for memory up to <paramref name="highest"/>.</summary>
    public static ulong BookkeepingSize(ulong highest) => PhysicalMemory.RoundUp(highest / PhysicalMemory.PageSize * 3);

    /// <summary>Takes zeroed memory for the bookkeeping of all pages below <paramref name="highest"/>.</summary>
    public static void Initialize(ulong bookkeeping, ulong highest)
    {
        _frames = highest / PhysicalMemory.PageSize;
        _tableEntries = (ushort*)PhysicalMemory.At(bookkeeping);
        _freeOrder = (byte*)(_tableEntries + _frames);
        ulong end = bookkeeping + BookkeepingSize(highest);
        for (ulong page = bookkeeping; page < end; page += PhysicalMemory.PageSize)
            Cpu.ZeroPage(PhysicalMemory.At(page));
    }

    /// <summary>Hands over usable memory; partial pages at the ends are left out.</summary>
    public static void AddRange(ulong start, ulong end)
    {
        ulong frame = PhysicalMemory.RoundUp(start) / PhysicalMemory.PageSize;
        ulong last = end / PhysicalMemory.PageSize;
        if (frame == 0)
            frame = 1; // page 0 stays unused: 0 means "no page"
        while (frame < last)
        {
            int order = 0;
            while (order < LargestOrder && (frame & ((2UL << order) - 1)) == 0 && frame + (2UL << order) <= last)
                order++;
            _total += 1UL << order;
            Release(frame, order);
            frame += 1UL << order;
        }
    }

    /// <summary>One zeroed page, or 0 when memory is exhausted.</summary>
    public static ulong Allocate() => AllocateBlock(0);

    /// <summary>2^order zeroed, contiguous pages, aligned to their size; 0 when there is no such block.</summary>
    public static ulong AllocateBlock(int order)
    {
        int from = order;
        while (from <= LargestOrder && _heads.Block[from] == 0)
            from++;
        if (from > LargestOrder)
            return 0;

        var block = (FreeBlock*)_heads.Block[from];
        ulong frame = PhysicalMemory.Of(block) / PhysicalMemory.PageSize;
        Unlink(block, frame, from);
        _free -= 1UL << from;
        while (from > order)
        {
            from--;
            Link(frame + (1UL << from), from);
            _free += 1UL << from;
        }

        ulong physical = frame * PhysicalMemory.PageSize;
        for (ulong i = 0; i < 1UL << order; i++)
            Cpu.ZeroPage(PhysicalMemory.At(physical + i * PhysicalMemory.PageSize));
        return physical;
    }

    /// <summary>A run of zeroed pages of any length up to the largest block; each may be freed by itself. 0 when there is none.</summary>
    public static ulong AllocateContiguous(ulong pages)
    {
        int order = 0;
        while (1UL << order < pages)
            order++;
        ulong physical = order > LargestOrder ? 0 : AllocateBlock(order);
        if (physical == 0)
            return 0;
        for (ulong i = pages; i < 1UL << order; i++)
            Free(physical + i * PhysicalMemory.PageSize);
        return physical;
    }

    public static void Free(ulong physical) => Release(physical / PhysicalMemory.PageSize, 0);

    public static void ReleaseBlock(ulong physical, int order) => Release(physical / PhysicalMemory.PageSize, order);

    /// <summary>The count of non-empty entries of a page that serves as a page table.</summary>
    public static ref ushort TableEntries(ulong physical) => ref _tableEntries[physical / PhysicalMemory.PageSize];

    private static void Release(ulong frame, int order)
    {
        if (frame == 0 || frame >= _frames || _freeOrder[frame] != 0)
            Panic.Stop("a page was freed that was not in use"u8);
        _free += 1UL << order;
        while (order < LargestOrder)
        {
            ulong buddy = frame ^ (1UL << order);
            if (buddy >= _frames || _freeOrder[buddy] != order + 1)
                break;
            Unlink((FreeBlock*)PhysicalMemory.At(buddy * PhysicalMemory.PageSize), buddy, order);
            frame &= ~(1UL << order);
            order++;
        }

        Link(frame, order);
    }

    private static void Link(ulong frame, int order)
    {
        var block = (FreeBlock*)PhysicalMemory.At(frame * PhysicalMemory.PageSize);
        var first = (FreeBlock*)_heads.Block[order];
        block->Next = first;
        block->Previous = null;
        if (first != null)
            first->Previous = block;
        _heads.Block[order] = (ulong)block;
        _freeOrder[frame] = (byte)(order + 1);
    }

    private static void Unlink(FreeBlock* block, ulong frame, int order)
    {
        if (block->Previous != null)
            block->Previous->Next = block->Next;
        else
            _heads.Block[order] = (ulong)block->Next;
        if (block->Next != null)
            block->Next->Previous = block->Previous;
        _freeOrder[frame] = 0;
    }
}
