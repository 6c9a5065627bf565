namespace DSoftBus.KernelShim.Memory;

/// <summary>Where the pages of a region come from, and so what the program may ask of it.</summary>
internal enum RegionKind : byte
{
    /// <summary>Zeroed pages on first use; freely mapped, protected and unmapped.</summary>
    Anonymous,

    /// <summary>Part of the loaded program: may be protected, never unmapped.</summary>
    Image,

    /// <summary>Contiguous memory for devices: fixed access, freed by DMA_FREE.</summary>
    DeviceMemory,

    /// <summary>Registers of a device: fixed access, uncached.</summary>
    DeviceRegisters,

    /// <summary>The page with the program's clock: read and executed, never changed or unmapped.</summary>
    Clock,
}
