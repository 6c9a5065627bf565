using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;

namespace DSoftBus.Runtime.Platform.Guest;

/// <summary>One device that the shim found: its registers and, once asked for, its interrupt line. What it is, its driver reads from the registers.</summary>
public sealed class GuestDevice
{
    private GuestInterruptLine? _interrupt;

    internal GuestDevice(int index, ulong physicalBase, IRegisterWindow registers)
    {
        Index = index;
        PhysicalBase = physicalBase;
        Registers = registers;
    }

    /// <summary>The shim's number of the device.</summary>
    public int Index { get; }

    public ulong PhysicalBase { get; }

    public IRegisterWindow Registers { get; }

    /// <summary>Binds the interrupt line at the first call and returns the same line afterwards: there is one word per line, and it never moves.</summary>
    public IInterruptLine Interrupt(GuestPlatform platform, TaskLoop loop) => _interrupt ??= new GuestInterruptLine(platform, loop, Index);
}
