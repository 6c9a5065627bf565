using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Interrupts;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;

namespace DSoftBus.KernelShim.Firmware;

/// <summary>The machine's description by its firmware: read once, before the memory under the tables is given away.</summary>
internal static unsafe class MachineFirmware
{
    /// <summary>Types of the PVH memory map in which tables may lie: RAM, reserved, ACPI data, ACPI non-volatile storage.</summary>
    private const uint LastTableType = 4;

    private const ulong BootMapped = 4UL << 30;
    private const ulong ReadOnlyStart = 0xe_0000;
    private const ulong ReadOnlyEnd = 0x10_0000;

    private static FirmwareMemory _memory;
    private static MachineDescription _machine;

    public static ref MachineDescription Machine => ref _machine;

    /// <summary>The windows in which tables may lie begin with the BIOS's own.</summary>
    public static void Begin()
    {
        _memory.Initialize(PhysicalMemory.DirectMap);
        _memory.Allow(ReadOnlyStart, ReadOnlyEnd);
    }

    /// <summary>A range of the loader's memory map.</summary>
    public static void Allow(ulong start, ulong length, uint type)
    {
        ulong end = start + length;
        if (type is 0 or > LastTableType || end < start || start >= BootMapped)
            return;
        _memory.Allow(start, end > BootMapped ? BootMapped : end);
    }

    /// <summary>Reads the tables; says so when they are damaged. The machine then has what its command line names.</summary>
    public static void Read(ulong rootPointer)
    {
        if (AcpiTables.Read(ref _memory, rootPointer, ref _machine) == AcpiStatus.RootDamaged)
            Report.Line("the root of the ACPI tables is damaged; they are ignored"u8);
        else if (_machine.DamagedTables > 0)
            Report.Amount("damaged ACPI tables, ignored: "u8, (ulong)_machine.DamagedTables, ""u8);
        if (_machine.Dropped > 0)
            Report.Amount("too many entries in the ACPI tables; dropped: "u8, (ulong)_machine.Dropped, ""u8);
    }

    /// <summary>Enters the devices of the tables behind those of the command line.</summary>
    public static void AddDevices()
    {
        for (int i = 0; i < _machine.DeviceCount; i++)
        {
            uint line = _machine.DeviceLine(i);
            if (!DeviceTable.Add(_machine.DeviceAddress(i), _machine.DeviceLength(i), line, _machine.DeviceFlags(i)))
                Report.Line("a device of the ACPI tables was not usable"u8);
        }
    }

    /// <summary>The other processors stay where the firmware parked them.</summary>
    public static void CountProcessors()
    {
        ulong count = (ulong)_machine.ProcessorCount;
        if (count == 0)
            count = CpuFeatures.ProcessorCount;
        if (count > 1)
            Report.Amount(""u8, count, " processors; one is used"u8);
    }
}
