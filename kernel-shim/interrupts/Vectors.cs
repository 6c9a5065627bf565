namespace DSoftBus.KernelShim.Interrupts;

/// <summary>Interrupt vectors beyond the CPU's own exceptions (0 to 31).</summary>
internal static class Vectors
{
    public const uint Timer = 32;

    /// <summary>Line n of the interrupt controller arrives at this plus n.</summary>
    public const uint FirstLine = 64;

    public const uint Spurious = 127;
}
