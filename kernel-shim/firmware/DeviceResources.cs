namespace DSoftBus.KernelShim.Firmware;

/// <summary>The first register window and the first interrupt of a resource template (ACPI 6.5 sections 6.4.3.4 and 6.4.3.6).</summary>
internal struct DeviceResources
{
    private const uint Large = 0x80;
    private const uint SmallLength = 7;
    private const uint SmallType = 0x78;
    private const uint EndTag = 0x78;
    private const uint FixedMemory32 = 0x86;
    private const uint ExtendedInterrupt = 0x89;
    private const uint InterruptActiveLow = 1 << 2;

    private bool _hasWindow;
    private bool _hasLine;

    public uint Address { get; private set; }

    public uint Length { get; private set; }

    public uint Line { get; private set; }

    public uint Flags { get; private set; }

    public readonly bool IsComplete => _hasWindow && _hasLine;

    /// <summary>Reads the descriptors in [start, end); one that reaches beyond ends the list.</summary>
    public static DeviceResources Read(FirmwareBytes table, uint start, uint end)
    {
        var found = default(DeviceResources);
        uint at = start;
        while (at < end)
        {
            uint tag = table.U8(at);
            bool large = (tag & Large) != 0;
            uint body = at + (large ? 3u : 1u);
            uint length = large ? table.U16(at + 1) : tag & SmallLength;
            if (body > end || length > end - body || (tag & (Large | SmallType)) == EndTag)
                break;
            found.Take(table, tag, body, length);
            at = body + length;
        }

        return found;
    }

    private void Take(FirmwareBytes table, uint tag, uint body, uint length)
    {
        if (tag == FixedMemory32 && length >= 9 && !_hasWindow)
        {
            Address = table.U32(body + 1);
            Length = table.U32(body + 5);
            _hasWindow = true;
        }
        else if (tag == ExtendedInterrupt && length >= 6 && table.U8(body + 1) > 0 && !_hasLine)
        {
            Flags = (table.U8(body) & InterruptActiveLow) != 0 ? MachineDescription.ActiveLow : 0;
            Line = table.U32(body + 2);
            _hasLine = true;
        }
    }
}
