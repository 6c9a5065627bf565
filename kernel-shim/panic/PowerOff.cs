using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Firmware;

namespace DSoftBus.KernelShim.Panics;

/// <summary>The ways the machine ends, as values for QEMU's isa-debug-exit device; QEMU's own exit status is (value &lt;&lt; 1) | 1.</summary>
/// <remarks>Zero would look like QEMU's own "start failed", so success has a value too. The table is in kernel-shim/README.md.</remarks>
internal static unsafe class PowerOff
{
    /// <summary>The shim cannot go on.</summary>
    public const int ShimPanic = 0x7f;

    private const int DebugExitPort = 0xf4;
    private const int Success = 0x10;
    private const int ProgramError = 0x20;
    private const int LargestProgramError = 0x2f;
    private const int ProgramSignal = 0x40;
    private const int LargestProgramSignal = 0x7e;

    /// <summary>The value for exit_group.</summary>
    public static int ValueOfExit(uint status) => status == 0 ? Success : status <= LargestProgramError - ProgramError ? ProgramError + (int)status : LargestProgramError;

    /// <summary>The value for a signal that ended the program.</summary>
    public static int ValueOfSignal(int signal) => ProgramSignal + signal > LargestProgramSignal ? LargestProgramSignal : ProgramSignal + signal;

    /// <summary>The program called exit_group.</summary>
    public static void AfterExit(uint status) => Stop(ValueOfExit(status));

    /// <summary>The machine cannot run the program; a line has said why.</summary>
    public static void AfterLack(MachineLack lack) => Stop((int)lack);

    public static void Stop(int value)
    {
        Uart.Drain();
        Cpu.Out8(DebugExitPort, value);

        // Still here: there is no such device, and what it would have told the host goes to the serial line.
        Report.Text("[shim] end with "u8);
        Report.HexadecimalByte(value);
        Report.EndLine();
        Uart.Drain();
        FirmwarePower.TryTurnOff();

        // No ACPI either: an empty interrupt table turns the next exception into a reset, which QEMU -no-reboot ends with.
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
