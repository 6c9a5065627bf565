namespace DSoftBus.KernelShim.Firmware;

/// <summary>What the ACPI tables say of the machine, as far as the shim needs it. Bounded: what does not fit is counted in <see cref="Dropped"/>.</summary>
internal unsafe struct MachineDescription
{
    public const int MostControllers = 8;
    public const int MostOverrides = 16;
    public const int MostDevices = 32;

    /// <summary>The override's or device's line is active low.</summary>
    public const uint ActiveLow = 1;

    private fixed ulong _controllers[MostControllers * 2];
    private fixed uint _overrides[MostOverrides * 3];
    private fixed ulong _devices[MostDevices * 2];

    public int ControllerCount { get; private set; }

    public int OverrideCount { get; private set; }

    public int DeviceCount { get; private set; }

    /// <summary>Processors that can be used; 0 when no table says.</summary>
    public int ProcessorCount { get; set; }

    /// <summary>Tables with a bad checksum, a bad length or no place in memory.</summary>
    public int DamagedTables { get; set; }

    /// <summary>Entries for which there was no room.</summary>
    public int Dropped { get; private set; }

    /// <summary>How the machine is turned off; see <see cref="SleepControl"/>.</summary>
    public SleepControl Sleep { get; set; }

    /// <summary>Physical address of an IOAPIC.</summary>
    public readonly ulong ControllerAddress(int index) => _controllers[index * 2];

    /// <summary>The first global line of an IOAPIC.</summary>
    public readonly uint ControllerFirstLine(int index) => (uint)_controllers[index * 2 + 1];

    public void AddController(ulong address, uint firstLine)
    {
        if (!HasRoom(ControllerCount, MostControllers))
            return;
        _controllers[ControllerCount * 2] = address;
        _controllers[ControllerCount * 2 + 1] = firstLine;
        ControllerCount++;
    }

    public void AddOverride(uint source, uint line, uint flags)
    {
        if (!HasRoom(OverrideCount, MostOverrides))
            return;
        _overrides[OverrideCount * 3] = source;
        _overrides[OverrideCount * 3 + 1] = line;
        _overrides[OverrideCount * 3 + 2] = flags;
        OverrideCount++;
    }

    /// <summary>The global line and the flags behind an ISA interrupt: its own number and none unless a table says otherwise.</summary>
    public readonly uint LineOf(uint source, out uint flags)
    {
        for (int i = 0; i < OverrideCount; i++)
        {
            if (_overrides[i * 3] != source)
                continue;
            flags = _overrides[i * 3 + 2];
            return _overrides[i * 3 + 1];
        }

        flags = 0;
        return source;
    }

    /// <summary>A virtio-mmio device: address (u32), length (u32), global line (u32), flags (u32). Two of the same address count once.</summary>
    public void AddDevice(uint address, uint length, uint line, uint flags)
    {
        for (int i = 0; i < DeviceCount; i++)
        {
            if ((uint)_devices[i * 2] == address)
                return;
        }

        if (!HasRoom(DeviceCount, MostDevices))
            return;
        _devices[DeviceCount * 2] = address | ((ulong)length << 32);
        _devices[DeviceCount * 2 + 1] = line | ((ulong)flags << 32);
        DeviceCount++;
    }

    public readonly uint DeviceAddress(int index) => (uint)_devices[index * 2];

    public readonly uint DeviceLength(int index) => (uint)(_devices[index * 2] >> 32);

    public readonly uint DeviceLine(int index) => (uint)_devices[index * 2 + 1];

    public readonly uint DeviceFlags(int index) => (uint)(_devices[index * 2 + 1] >> 32);

    private bool HasRoom(int count, int most)
    {
        if (count < most)
            return true;
        Dropped++;
        return false;
    }
}
