namespace DSoftBus.KernelShim.Firmware;

/// <summary>Where the register lies that turns the machine off.</summary>
internal enum SleepControlKind
{
    /// <summary>Not known.</summary>
    None = 0,

    /// <summary>An I/O port of 16 bits: PM1a control (q35, pc).</summary>
    Port,

    /// <summary>A byte in memory: the sleep control register of a machine with reduced hardware (microvm).</summary>
    Memory,
}
