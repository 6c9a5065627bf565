namespace DSoftBus.KernelShim.Memory;

/// <summary>The direct map: all physical memory once more in the upper half, for the shim only, never executable.</summary>
internal static unsafe class PhysicalMemory
{
    public const ulong PageSize = 4096;
    public const ulong PageMask = PageSize - 1;
    public const ulong LargePageSize = 0x20_0000;

    /// <summary>First address of the upper half; one top-level entry, so at most 512 GiB.</summary>
    public const ulong DirectMap = 0xffff_8000_0000_0000;
    public const ulong Largest = 512UL << 30;

    /// <summary>The shim's own address for a physical one.</summary>
    public static void* At(ulong physical) => (void*)(DirectMap + physical);

    public static ulong Of(void* pointer) => (ulong)pointer - DirectMap;

    public static ulong RoundUp(ulong value) => (value + PageMask) & ~PageMask;

    public static ulong RoundDown(ulong value) => value & ~PageMask;
}
