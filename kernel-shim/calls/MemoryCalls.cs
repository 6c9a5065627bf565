using DSoftBus.KernelShim.Memory;

namespace DSoftBus.KernelShim.Calls;

/// <summary>mmap, mprotect, munmap, brk, madvise.</summary>
internal static class MemoryCalls
{
    private const ulong MapFixed = 0x10;
    private const ulong MapAnonymous = 0x20;
    private const ulong MapFixedNoReplace = 0x10_0000;

    private const ulong AdviseDontNeed = 4;
    private const ulong AdviseFree = 8;
    private const ulong LargestAdvice = 25;

    private const ulong KnownAccess = (ulong)(Access.Read | Access.Write | Access.Execute);

    private static ulong _break = ProgramLayout.HeapBreak;

    public static long Map(ulong address, ulong length, ulong protection, ulong flags)
    {
        ulong size = PhysicalMemory.RoundUp(length);
        if (size == 0 || size < length || (protection & ~KnownAccess) != 0)
            return Error.InvalidArgument;
        if ((flags & MapAnonymous) == 0)
            return Error.NoDevice;
        var access = (Access)protection;
        if (IsWritableAndExecutable(access))
            return Error.AccessDenied;
        if (access != Access.None && size > FrameAllocator.TotalPages * PhysicalMemory.PageSize)
            return Error.NoMemory;

        if ((flags & (MapFixed | MapFixedNoReplace)) == 0)
        {
            ulong gap = FindGap(size);
            if (gap == 0)
                return Error.NoMemory;
            int added = AddressSpace.Add(gap, size, access, RegionKind.Anonymous);
            return added != 0 ? added : (long)gap;
        }

        if (!IsDynamicRange(address, size))
            return Error.InvalidArgument;
        if (!AddressSpace.IsFree(address, size))
        {
            if ((flags & MapFixedNoReplace) != 0)
                return Error.Exists;
            int removed = AddressSpace.Remove(address, size);
            if (removed != 0)
                return removed;
        }

        int result = AddressSpace.Add(address, size, access, RegionKind.Anonymous);
        return result != 0 ? result : (long)address;
    }

    public static long Protect(ulong address, ulong length, ulong protection)
    {
        ulong size = PhysicalMemory.RoundUp(length);
        if ((address & PhysicalMemory.PageMask) != 0 || size < length || (protection & ~KnownAccess) != 0)
            return Error.InvalidArgument;
        if (size == 0)
            return 0;
        if (address + size < address || address + size > ProgramLayout.Top)
            return Error.NoMemory;
        var access = (Access)protection;
        return IsWritableAndExecutable(access) ? Error.AccessDenied : AddressSpace.Protect(address, size, access);
    }

    public static long Unmap(ulong address, ulong length)
    {
        ulong size = PhysicalMemory.RoundUp(length);
        if (size < length || !IsDynamicRange(address, size))
            return Error.InvalidArgument;
        return AddressSpace.Remove(address, size);
    }

    public static long Break(ulong wanted)
    {
        if (wanted < ProgramLayout.HeapBreak || wanted > ProgramLayout.LargestHeapBreak)
            return (long)_break;
        ulong oldEnd = PhysicalMemory.RoundUp(_break);
        ulong newEnd = PhysicalMemory.RoundUp(wanted);
        if (newEnd > oldEnd && !AddressSpace.IsFree(oldEnd, newEnd - oldEnd))
            return (long)_break; // the program put a fixed mapping in the way
        if (newEnd > oldEnd && AddressSpace.Add(oldEnd, newEnd - oldEnd, Access.ReadWrite, RegionKind.Anonymous) != 0)
            return (long)_break;
        if (newEnd < oldEnd && AddressSpace.Remove(newEnd, oldEnd - newEnd) != 0)
            return (long)_break;
        _break = wanted;
        return (long)_break;
    }

    public static long Advise(ulong address, ulong length, ulong advice)
    {
        ulong size = PhysicalMemory.RoundUp(length);
        if ((address & PhysicalMemory.PageMask) != 0 || size < length || advice > LargestAdvice || address + size < address || address + size > ProgramLayout.Top)
            return Error.InvalidArgument;
        return advice is AdviseDontNeed or AdviseFree ? AddressSpace.Discard(address, size) : 0;
    }

    /// <summary>Page-aligned, not empty, between the image and the end of the program's half.</summary>
    private static bool IsDynamicRange(ulong address, ulong size)
    {
        ulong end = address + size;
        return (address & PhysicalMemory.PageMask) == 0 && size != 0 && end > address && address >= ProgramLayout.HeapBreak && end <= ProgramLayout.Top;
    }

    private static ulong FindGap(ulong size) => size > ProgramLayout.MapEnd ? 0 : AddressSpace.FindGap(size);

    private static bool IsWritableAndExecutable(Access access) => (access & (Access.Write | Access.Execute)) == (Access.Write | Access.Execute);
}
