using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Memory;

namespace DSoftBus.KernelShim.Panics;

/// <summary>Memory as a crash report reads it: through the page tables and the direct map, so that reading can neither fault nor bring a page in, and never touches a device.</summary>
internal static unsafe class CrashMemory
{
    /// <summary>A word of the program at an address that is a multiple of 8.</summary>
    public static bool TryPeek(ulong address, out ulong word)
    {
        byte* at = ProgramMemory.IsProgramRange(address, sizeof(ulong)) ? Find(address) : null;
        word = at == null ? 0 : *(ulong*)at;
        return at != null;
    }

    /// <summary>Any byte of the program.</summary>
    public static bool TryPeek(ulong address, out byte value)
    {
        byte* at = ProgramMemory.IsProgramRange(address, 1) ? Find(address) : null;
        value = at == null ? (byte)0 : *at;
        return at != null;
    }

    /// <summary>A byte of code, the program's or the shim's.</summary>
    public static bool TryPeekCode(ulong address, out byte value)
    {
        byte* at = address >= ImageMap.CodeStart && address < ImageMap.CodeEnd ? Find(address) : null;
        value = at == null ? (byte)0 : *at;
        return at != null;
    }

    /// <summary>A word of the shim's own stacks, at a multiple of 8.</summary>
    public static bool TryPeekShim(ulong address, out ulong word)
    {
        byte* at = IsShimStack(address) ? Find(address) : null;
        word = at == null ? 0 : *(ulong*)at;
        return at != null;
    }

    /// <summary>Whether the address lies in the zeroed data of the shim, where its stacks are.</summary>
    public static bool IsShimStack(ulong address) => address >= LinkedAddresses.ZeroedStart() && address < LinkedAddresses.ZeroedEnd();

    private static byte* Find(ulong address)
    {
        if (!PageTable.IsReady)
            return null;
        ulong* entry = PageTable.Find(address);
        if (entry == null || (*entry & (PageTable.Present | PageTable.Held)) == 0 || (*entry & PageTable.Uncached) != 0)
            return null;
        return (byte*)PhysicalMemory.At((*entry & PageTable.AddressMask) + (address & PhysicalMemory.PageMask));
    }
}
