using DSoftBus.KernelShim.Boot;

namespace DSoftBus.KernelShim.Memory;

/// <summary>The four-level tables of the program's half of the address space (Intel SDM volume 3 section 4.5).</summary>
internal static unsafe class PageTable
{
    public const ulong Present = 1;
    public const ulong Writable = 1 << 1;
    public const ulong Program = 1 << 2;
    public const ulong Uncached = (1 << 3) | (1 << 4);
    public const ulong Large = 1 << 7;

    /// <summary>Software bit: the page is kept although no access is allowed at present.</summary>
    public const ulong Held = 1 << 9;

    /// <summary>Software bit: the page belongs to the image or a device and is never given back to the allocator.</summary>
    public const ulong Borrowed = 1 << 10;

    public const ulong NoExecute = 1UL << 63;
    public const ulong AddressMask = 0x000f_ffff_ffff_f000;

    private const int TopShift = 39;
    private const int BottomShift = 12;
    private const int IndexBits = 9;
    private const ulong IndexMask = 511;

    private static ulong _root;
    private static ulong _staleTranslations;

    /// <summary>Beyond this many pages one full flush is cheaper than single ones.</summary>
    private const ulong FlushAllAbove = 32;

    public static void Initialize(ulong root) => _root = root;

    /// <summary>Whether the program's half has tables yet.</summary>
    public static bool IsReady => _root != 0;

    /// <summary>Flags of a page of the program with the given rights.</summary>
    public static ulong FlagsOf(Access access) =>
        Present | Program | ((access & Access.Write) != 0 ? Writable : 0) | ((access & Access.Execute) != 0 ? 0 : NoExecute);

    /// <summary>The lowest-level entry for <paramref name="address"/>, or null when no table exists there.</summary>
    public static ulong* Find(ulong address)
    {
        var table = (ulong*)PhysicalMemory.At(_root);
        for (int shift = TopShift; shift > BottomShift; shift -= IndexBits)
        {
            ulong entry = table[(address >> shift) & IndexMask];
            if ((entry & Present) == 0)
                return null;
            table = (ulong*)PhysicalMemory.At(entry & AddressMask);
        }

        return table + ((address >> BottomShift) & IndexMask);
    }

    /// <summary>Fills the empty entry for <paramref name="address"/>; false when no memory is left for tables.</summary>
    public static bool Set(ulong address, ulong value)
    {
        ulong tablePage = _root;
        for (int shift = TopShift; shift > BottomShift; shift -= IndexBits)
        {
            ulong* entry = (ulong*)PhysicalMemory.At(tablePage) + ((address >> shift) & IndexMask);
            if ((*entry & Present) == 0)
            {
                ulong page = FrameAllocator.Allocate();
                if (page == 0)
                {
                    Prune(address);
                    return false;
                }

                *entry = page | Present | Writable | Program;
                FrameAllocator.TableEntries(tablePage)++;
            }

            tablePage = *entry & AddressMask;
        }

        ulong* last = (ulong*)PhysicalMemory.At(tablePage) + ((address >> BottomShift) & IndexMask);
        if (*last == 0)
            FrameAllocator.TableEntries(tablePage)++;
        *last = value;
        return true;
    }

    /// <summary>Empties the entry for <paramref name="address"/> and gives back tables that became empty.</summary>
    public static void Clear(ulong address)
    {
        ulong* entry = Find(address);
        if (entry == null || *entry == 0)
            return;
        *entry = 0;
        FrameAllocator.TableEntries(PhysicalMemory.Of((void*)PhysicalMemory.RoundDown((ulong)entry)))--;
        Prune(address);
    }

    /// <summary>The first address at or above <paramref name="address"/> with a non-empty entry, or <paramref name="end"/>.</summary>
    public static ulong NextFilled(ulong address, ulong end)
    {
        while (address < end)
        {
            var table = (ulong*)PhysicalMemory.At(_root);
            int shift = TopShift;
            while (shift > BottomShift && (table[(address >> shift) & IndexMask] & Present) != 0)
            {
                table = (ulong*)PhysicalMemory.At(table[(address >> shift) & IndexMask] & AddressMask);
                shift -= IndexBits;
            }

            if (shift == BottomShift && table[(address >> shift) & IndexMask] != 0)
                return address;
            address = (address | ((1UL << shift) - 1)) + 1;
        }

        return end;
    }

    /// <summary>Notes that the CPU may still remember the old entry of <paramref name="address"/>.</summary>
    public static void Forget(ulong address)
    {
        if (++_staleTranslations <= FlushAllAbove)
            Cpu.InvalidatePage(address);
    }

    /// <summary>Ends a change of many pages; must come before the program runs again.</summary>
    public static void Commit()
    {
        if (_staleTranslations > FlushAllAbove)
            Cpu.FlushTranslations();
        _staleTranslations = 0;
    }

    /// <summary>Frees empty tables on the way to <paramref name="address"/>, lowest first. The top-level table stays.</summary>
    private static void Prune(ulong address)
    {
        for (int lowest = BottomShift + IndexBits; lowest <= TopShift; lowest += IndexBits)
        {
            ulong tablePage = _root;
            int shift = TopShift;
            for (; shift > lowest; shift -= IndexBits)
            {
                ulong entry = ((ulong*)PhysicalMemory.At(tablePage))[(address >> shift) & IndexMask];
                if ((entry & Present) == 0)
                    break;
                tablePage = entry & AddressMask;
            }

            if (shift != lowest)
                continue;
            ulong* parent = (ulong*)PhysicalMemory.At(tablePage) + ((address >> shift) & IndexMask);
            if ((*parent & Present) == 0)
                continue;
            ulong child = *parent & AddressMask;
            if (FrameAllocator.TableEntries(child) != 0)
                return;
            *parent = 0;
            FrameAllocator.TableEntries(tablePage)--;
            Cpu.InvalidatePage(address); // also drops cached upper-level entries
            FrameAllocator.Free(child);
        }
    }
}
