using DSoftBus.KernelShim.Boot;

namespace DSoftBus.KernelShim.Interrupts;

/// <summary>The two 8259 controllers: silenced, since the IOAPIC does their work.</summary>
internal static class LegacyController
{
    private const int FirstMask = 0x21;
    private const int SecondMask = 0xa1;

    public static void Disable()
    {
        Cpu.Out8(FirstMask, 0xff);
        Cpu.Out8(SecondMask, 0xff);
    }
}
