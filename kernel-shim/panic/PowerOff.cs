using DSoftBus.KernelShim.Boot;

namespace DSoftBus.KernelShim.Panics;

/// <summary>The ways the machine ends, as values for QEMU's isa-debug-exit device; QEMU's own exit status is (value &lt;&lt; 1) | 1.</summary>
/// <remarks>Zero would look like QEMU's own "start failed", so success has a value too. The table is in kernel-shim/README.md.</remarks>
internal static unsafe class PowerOff
{
    private const int DebugExitPort = 0xf4;
    private const int Success = 0x10;
    private const int ProgramError = 0x20;
    private const int LargestProgramError = 0x2f;
    private const int ProgramSignal = 0x40;
    private const int LargestProgramSignal = 0x7e;
    private const int ShimPanic = 0x7f;

    /// <summary>The program called exit_group.</summary>
    public static void AfterExit(uint status)
    {
        if (status == 0)
            Stop(Success);
        Stop(status <= 15 ? ProgramError + (int)status : LargestProgramError);
    }

    /// <summary>A signal ended the program.</summary>
    public static void AfterSignal(int signal)
    {
        int value = ProgramSignal + signal;
        Stop(value > LargestProgramSignal ? LargestProgramSignal : value);
    }

    /// <summary>The shim cannot go on.</summary>
    public static void AfterPanic() => Stop(ShimPanic);

    private static void Stop(int value)
    {
        Uart.Drain();
        Cpu.Out8(DebugExitPort, value);

        // No such device: an empty interrupt table turns the next exception into a reset, which QEMU -no-reboot ends with.
        var empty = default(TablePointer);
        Cpu.LoadInterruptTable(&empty);
        Cpu.Breakpoint();
        Cpu.Halt();
    }

    private struct TablePointer
    {
        public ulong Low;
        public ulong High;
    }
}
