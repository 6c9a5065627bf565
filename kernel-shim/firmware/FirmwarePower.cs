using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Memory;

namespace DSoftBus.KernelShim.Firmware;

/// <summary>Turns the machine off through the register that the ACPI tables name.</summary>
internal static unsafe class FirmwarePower
{
    /// <summary>How long to wait for the machine to go, in pauses of the CPU: a second and more.</summary>
    private const int PatienceInPauses = 20_000_000;

    /// <summary>Returns when there is no such register or it did nothing.</summary>
    public static void TryTurnOff()
    {
        SleepControl sleep = MachineFirmware.Machine.Sleep;
        switch (sleep.Kind)
        {
            case SleepControlKind.Port:
                Cpu.Out16((int)sleep.Address, (int)sleep.Value);
                break;
            case SleepControlKind.Memory:
                *(byte*)PhysicalMemory.At(sleep.Address) = (byte)sleep.Value;
                break;
            default:
                return;
        }

        for (int i = 0; i < PatienceInPauses; i++)
            Cpu.Pause();
    }
}
