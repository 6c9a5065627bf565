namespace DSoftBus.KernelShim.Firmware;

/// <summary>Which register turns the machine off, from the FADT (ACPI 6.5 section 5.2.9).</summary>
internal static class SoftOff
{
    private const uint HardwareReduced = 1 << 20;
    private const uint MemorySpace = 0;
    private const uint PortSpace = 1;

    /// <summary>A register in memory is taken only where device registers lie: a damaged table must not make the shim write into memory.</summary>
    private const ulong FirstRegister = 0xfe00_0000;
    private const ulong LastRegister = 0xffff_ffff;

    /// <summary>The register, or <see cref="SleepControlKind.None"/> when the table names none that can be used.</summary>
    public static SleepControl Describe(FirmwareBytes fixedTable, uint sleepType)
    {
        if ((fixedTable.U32(112) & HardwareReduced) != 0)
            return Of(fixedTable.U8(244), fixedTable.U64(248), sleepType, SleepControlKind.Memory);
        if (fixedTable.U64(176) != 0)
            return Of(fixedTable.U8(172), fixedTable.U64(176), sleepType, SleepControlKind.Port);
        return Of(PortSpace, fixedTable.U32(64), sleepType, SleepControlKind.Port);
    }

    private static SleepControl Of(uint space, ulong address, uint sleepType, SleepControlKind kind)
    {
        bool usable = kind == SleepControlKind.Port
            ? space == PortSpace && address is > 0 and <= 0xffff
            : space == MemorySpace && address is >= FirstRegister and <= LastRegister;
        return usable ? new SleepControl(kind, address, sleepType) : default;
    }
}
