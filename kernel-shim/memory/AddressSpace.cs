using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Calls;
using DSoftBus.KernelShim.Interrupts;

namespace DSoftBus.KernelShim.Memory;

/// <summary>The program's address space: regions and the pages behind them.</summary>
/// <remarks>Methods return 0 or a negative errno, as the system calls that use them.</remarks>
internal static unsafe class AddressSpace
{
    private const ulong PageSize = PhysicalMemory.PageSize;

    private const ulong ErrorPresent = 1;
    private const ulong ErrorWrite = 2;
    private const ulong ErrorReserved = 8;
    private const ulong ErrorFetch = 16;

    /// <summary>End of the highest region that mmap placed itself; grows only when no lower gap fits.</summary>
    public static ulong HighestAddress
    {
        get
        {
            int index = RegionTable.IndexOf(ProgramLayout.MapEnd);
            return index == 0 ? 0 : RegionTable.At(index - 1)->End;
        }
    }

    /// <summary>A gap of <paramref name="length"/> bytes, lowest first; 0 when there is none.</summary>
    public static ulong FindGap(ulong length)
    {
        ulong candidate = ProgramLayout.MapStart;
        for (int i = RegionTable.IndexOf(candidate); i < RegionTable.Count; i++)
        {
            Region* region = RegionTable.At(i);
            if (region->Start > candidate && region->Start - candidate >= length)
                break;
            candidate = region->End;
        }

        return candidate + length <= ProgramLayout.MapEnd && candidate + length > candidate ? candidate : 0;
    }

    /// <summary>Enters a region into a gap.</summary>
    public static int Add(ulong start, ulong length, Access access, RegionKind kind)
    {
        if (!RegionTable.EnsureRoom(1))
            return Error.NoMemory;
        int index = RegionTable.IndexOf(start);
        RegionTable.Insert(index, start, start + length, access, kind);
        RegionTable.Merge(index, index);
        return 0;
    }

    public static bool IsFree(ulong start, ulong length)
    {
        int index = RegionTable.IndexOf(start);
        return index == RegionTable.Count || RegionTable.At(index)->Start >= start + length;
    }

    /// <summary>Removes every anonymous region of the range and frees its pages; holes are allowed.</summary>
    public static int Remove(ulong start, ulong length)
    {
        ulong end = start + length;
        for (int i = RegionTable.IndexOf(start); i < RegionTable.Count && RegionTable.At(i)->Start < end; i++)
        {
            if (RegionTable.At(i)->Kind != RegionKind.Anonymous)
                return Error.InvalidArgument;
        }

        if (InterruptBindings.PinsAny(start, end))
            return Error.Busy;
        if (!RegionTable.EnsureRoomForSplits(start, end))
            return Error.NoMemory;
        RemoveRegions(start, end);
        ReleasePages(start, end);
        return 0;
    }

    /// <summary>Removes a region of a special kind exactly as it was added.</summary>
    public static int RemoveExactly(ulong start, ulong length, RegionKind kind)
    {
        Region* region = RegionTable.Find(start);
        if (region == null || region->Kind != kind || region->Start != start || region->End != start + length)
            return Error.InvalidArgument;
        if (InterruptBindings.PinsAny(start, start + length))
            return Error.Busy;
        RemoveRegions(start, start + length);
        ReleasePages(start, start + length);
        return 0;
    }

    /// <summary>Changes the access rights of a range that is mapped throughout.</summary>
    public static int Protect(ulong start, ulong length, Access access)
    {
        ulong end = start + length;
        ulong covered = start;
        for (int i = RegionTable.IndexOf(start); covered < end; i++)
        {
            if (i >= RegionTable.Count || RegionTable.At(i)->Start > covered)
                return Error.NoMemory;
            if (RegionTable.At(i)->Kind >= RegionKind.DeviceMemory)
                return Error.AccessDenied;
            covered = RegionTable.At(i)->End;
        }

        if (!RegionTable.EnsureRoomForSplits(start, end))
            return Error.NoMemory;
        int first = RegionTable.SplitAt(start);
        int last = RegionTable.SplitAt(end);
        for (int i = first; i < last; i++)
            RegionTable.At(i)->Access = access;
        RegionTable.Merge(first, last);
        ProtectPages(start, end, access);
        return 0;
    }

    /// <summary>Gives pages of anonymous regions back; the next access sees zeros. Pinned pages stay as they are.</summary>
    public static int Discard(ulong start, ulong length)
    {
        ulong end = start + length;
        for (int i = RegionTable.IndexOf(start); i < RegionTable.Count && RegionTable.At(i)->Start < end; i++)
        {
            Region* region = RegionTable.At(i);
            if (region->Kind != RegionKind.Anonymous)
                continue;
            ulong from = region->Start > start ? region->Start : start;
            ulong to = region->End < end ? region->End : end;
            ReleasePages(from, to);
        }

        return 0;
    }

    /// <summary>Resolves a fault of the program, or of the shim on its behalf.</summary>
    public static FaultOutcome HandleFault(ulong address, ulong error)
    {
        Region* region = address < ProgramLayout.Top ? RegionTable.Find(address) : null;
        if (region == null)
            return FaultOutcome.NotMapped;
        var needed = (error & ErrorWrite) != 0 ? Access.Write : (error & ErrorFetch) != 0 ? Access.Execute : Access.Read;
        bool allowed = needed == Access.Read ? region->Access != Access.None : (region->Access & needed) != 0;
        if (!allowed || (error & ErrorReserved) != 0)
            return FaultOutcome.Denied;

        ulong page = PhysicalMemory.RoundDown(address);
        ulong* entry = PageTable.Find(page);
        ulong old = entry == null ? 0 : *entry;
        if ((old & PageTable.Present) != 0)
        {
            // The tables allow the access, and every change of them was followed by an invalidation. A protection fault
            // here has a cause that repeating cannot remove (QEMU 7.2 runs a far return of ring 3 with ring 0's rights, against SMAP).
            Cpu.InvalidatePage(page);
            return (error & ErrorPresent) == 0 ? FaultOutcome.Resolved : FaultOutcome.Denied;
        }

        if (region->Kind != RegionKind.Anonymous)
            return FaultOutcome.Denied;
        ulong frame = (old & PageTable.Held) != 0 ? old & PageTable.AddressMask : FrameAllocator.Allocate();
        if (frame == 0)
            return FaultOutcome.OutOfMemory;
        if (PageTable.Set(page, frame | PageTable.FlagsOf(region->Access)))
            return FaultOutcome.Resolved;
        FrameAllocator.Free(frame);
        return FaultOutcome.OutOfMemory;
    }

    private static void RemoveRegions(ulong start, ulong end)
    {
        int first = RegionTable.SplitAt(start);
        int last = RegionTable.SplitAt(end);
        RegionTable.Remove(first, last - first);
    }

    private static void ReleasePages(ulong start, ulong end)
    {
        for (ulong page = PageTable.NextFilled(start, end); page < end; page = PageTable.NextFilled(page + PageSize, end))
        {
            if (InterruptBindings.PinsAny(page, page + PageSize))
                continue;
            ulong entry = *PageTable.Find(page);
            PageTable.Clear(page);
            PageTable.Forget(page);
            if ((entry & PageTable.Borrowed) == 0)
                FrameAllocator.Free(entry & PageTable.AddressMask);
        }

        PageTable.Commit();
    }

    private static void ProtectPages(ulong start, ulong end, Access access)
    {
        for (ulong page = PageTable.NextFilled(start, end); page < end; page = PageTable.NextFilled(page + PageSize, end))
        {
            ulong* entry = PageTable.Find(page);
            ulong kept = *entry & (PageTable.AddressMask | PageTable.Borrowed);
            *entry = kept | (access == Access.None ? PageTable.Held : PageTable.FlagsOf(access));
            PageTable.Forget(page);
        }

        PageTable.Commit();
    }
}
