namespace DSoftBus.Qemu.Launch;

/// <summary>How a guest ended.</summary>
public enum GuestExitKind
{
    /// <summary>The guest reported success (isa-debug-exit code 0x10, QEMU status 33).</summary>
    Success,

    /// <summary>The guest's program left with an exit code of its own (0x20 + n).</summary>
    ProgramExit,

    /// <summary>The shim says that the machine cannot run the program (0x11 to 0x16); its last line says what is missing.</summary>
    MachineLack,

    /// <summary>A fatal signal ended the guest's program (0x40 + signal).</summary>
    FatalSignal,

    /// <summary>The shim gave up (0x7f); its screen is at the end of the UART log.</summary>
    ShimPanic,

    /// <summary>QEMU left with 0: a reset, a triple fault under <c>-no-reboot</c>, or it was asked to stop.</summary>
    Stopped,

    /// <summary>QEMU left with 1: it could not start the machine.</summary>
    StartFailed,

    /// <summary>A signal ended QEMU, or a status that no guest can produce.</summary>
    Killed,
}
