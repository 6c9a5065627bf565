namespace DSoftBus.KernelShim.Boot;

/// <summary>What a machine lacks before the program can start, as its value for isa-debug-exit. README.md lists them; each comes with one line that says more.</summary>
/// <remarks>The boot stub and the compiled shim share these values. Append only: hosts read them.</remarks>
internal enum MachineLack
{
    /// <summary>Memory: the image, the shim's tables or the least that any program needs does not fit.</summary>
    Memory = 0x11,

    /// <summary>Instructions that the image is compiled for, or what the shim needs of a CPU.</summary>
    Processor = 0x12,

    /// <summary>A PVH loader that passes a memory map.</summary>
    Loader = 0x13,

    /// <summary>The interval counter, or counters of the CPU that agree with it.</summary>
    Clock = 0x14,

    /// <summary>An IOAPIC.</summary>
    InterruptController = 0x15,

    /// <summary>A place for the boot module: it lies over the image, outside memory, or leaves too little.</summary>
    BootModule = 0x16,
}
