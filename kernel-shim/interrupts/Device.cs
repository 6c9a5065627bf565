namespace DSoftBus.KernelShim.Interrupts;

/// <summary>A virtio-mmio device that the command line or an ACPI table announced.</summary>
internal struct Device
{
    /// <summary>Physical address of its registers.</summary>
    public ulong Registers;

    /// <summary>Length of its register window in bytes.</summary>
    public uint Length;

    /// <summary>Line of the interrupt controller.</summary>
    public uint Line;

    /// <summary>Where the program has the window mapped; 0 until it asks.</summary>
    public ulong Mapped;
}
