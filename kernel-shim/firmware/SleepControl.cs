namespace DSoftBus.KernelShim.Firmware;

/// <summary>The register that turns a machine off, and what to write (ACPI 6.5 sections 4.8.3.2.1 and 4.8.3.7).</summary>
/// <param name="kind">Where the register lies.</param>
/// <param name="address">Physical address, or the number of the I/O port.</param>
/// <param name="sleepType">The machine's own number for "soft off" (\_S5), at most 7.</param>
internal readonly struct SleepControl(SleepControlKind kind, ulong address, uint sleepType)
{
    private const int PortTypeShift = 10;
    private const uint PortEnable = 1 << 13;
    private const int RegisterTypeShift = 2;
    private const uint RegisterEnable = 1 << 5;

    public SleepControlKind Kind { get; } = kind;

    public ulong Address { get; } = address;

    /// <summary>16 bits for a port, 8 for a register in memory.</summary>
    public uint Value { get; } = kind == SleepControlKind.Port ? (sleepType << PortTypeShift) | PortEnable : (sleepType << RegisterTypeShift) | RegisterEnable;
}
