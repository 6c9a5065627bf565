namespace DSoftBus.KernelShim.Memory;

/// <summary>Where things lie in the program's half of the address space.</summary>
internal static class ProgramLayout
{
    /// <summary>Nothing is ever mapped below: null pointers with an offset fault.</summary>
    public const ulong NullArea = 0x20_0000;

    public const ulong HeapBreak = 0x10_0000_0000;
    public const ulong LargestHeapBreak = HeapBreak + (1UL << 30);

    /// <summary>mmap without a fixed address takes the lowest gap from here.</summary>
    public const ulong MapStart = 0x100_0000_0000;
    public const ulong MapEnd = 0x7000_0000_0000;

    public const ulong StackTop = 0x7fff_0000_0000;
    public const ulong StackSize = 8UL << 20;

    /// <summary>The page with which the program reads the clocks.</summary>
    public const ulong ClockPage = 0x7fff_8000_0000;

    /// <summary>First address that is not the program's. The last page below the non-canonical hole stays unmapped: SYSRET to it would fault in ring 0.</summary>
    public const ulong Top = 0x7fff_ffff_f000;
}
