namespace DSoftBus.KernelShim.Firmware;

/// <summary>The parts of physical memory in which firmware may have left tables; nothing outside is ever read.</summary>
internal unsafe struct FirmwareMemory
{
    /// <summary>Most windows; more are left out.</summary>
    public const int Capacity = 48;

    private ulong _origin;
    private int _count;
    private fixed ulong _starts[Capacity];
    private fixed ulong _ends[Capacity];

    /// <summary>Begins anew.</summary>
    /// <param name="origin">Where physical address 0 can be read.</param>
    public void Initialize(ulong origin)
    {
        _origin = origin;
        _count = 0;
    }

    /// <summary>Adds a window; an empty or wrapped one is left out.</summary>
    public void Allow(ulong start, ulong end)
    {
        if (start >= end || _count == Capacity)
            return;
        _starts[_count] = start;
        _ends[_count] = end;
        _count++;
    }

    /// <summary>The bytes at a physical address; false unless one window holds them all.</summary>
    public readonly bool TryTake(ulong address, uint length, out FirmwareBytes bytes)
    {
        bytes = default;
        for (int i = 0; i < _count; i++)
        {
            if (address < _starts[i] || address >= _ends[i] || length > _ends[i] - address)
                continue;
            bytes = new FirmwareBytes((byte*)(_origin + address), length);
            return true;
        }

        return false;
    }
}
