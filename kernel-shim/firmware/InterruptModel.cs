namespace DSoftBus.KernelShim.Firmware;

/// <summary>The multiple APIC description table (ACPI 6.5 section 5.2.12): processors, IOAPICs, interrupt overrides.</summary>
internal static class InterruptModel
{
    private const uint FirstEntry = 44;
    private const uint SmallestEntry = 2;
    private const uint LocalApic = 0;
    private const uint IoApic = 1;
    private const uint Override = 2;
    private const uint LocalX2Apic = 9;
    private const uint Enabled = 1;
    private const uint PolarityMask = 3;
    private const uint PolarityLow = 3;

    public static void Read(FirmwareBytes table, ref MachineDescription machine)
    {
        uint length;
        for (uint at = FirstEntry; at + SmallestEntry <= table.Length; at += length)
        {
            length = table.U8(at + 1);
            if (length < SmallestEntry || length > table.Length - at)
                return;
            switch (table.U8(at))
            {
                case LocalApic when length >= 8 && (table.U32(at + 4) & Enabled) != 0:
                case LocalX2Apic when length >= 16 && (table.U32(at + 8) & Enabled) != 0:
                    machine.ProcessorCount++;
                    break;
                case IoApic when length >= 12:
                    machine.AddController(table.U32(at + 4), table.U32(at + 8));
                    break;
                case Override when length >= 10 && table.U8(at + 2) == 0: // bus 0 is ISA
                    uint flags = (table.U16(at + 8) & PolarityMask) == PolarityLow ? MachineDescription.ActiveLow : 0;
                    machine.AddOverride(table.U8(at + 3), table.U32(at + 4), flags);
                    break;
            }
        }
    }
}
