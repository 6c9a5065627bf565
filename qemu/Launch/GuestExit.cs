namespace DSoftBus.Qemu.Launch;

/// <summary>QEMU's exit status, read by the table of the guest's isa-debug-exit codes.</summary>
/// <remarks>
/// The device turns a byte v into status <c>(v &lt;&lt; 1) | 1</c>, so guests produce odd statuses only.
/// A process ended by signal s shows as 128 + s; for odd sums (SIGKILL 137, SIGSEGV 139, SIGTERM 143) that equals a guest's
/// fatal-signal code. The texts name both readings; the harness knows which guests it killed itself.
/// </remarks>
/// <param name="Status">Exit status of the QEMU process.</param>
/// <param name="Kind">What it means.</param>
/// <param name="Detail">Exit code of the program, number of the signal, or the code of what the machine lacks; 0 otherwise.</param>
public readonly record struct GuestExit(int Status, GuestExitKind Kind, int Detail)
{
    /// <summary>The status of a guest that reported success.</summary>
    public const int SuccessStatus = (0x10 << 1) | 1;

    private const int SignalBase = 128;
    private const int LastMachineLack = 0x16;

    public bool IsSuccess => Kind is GuestExitKind.Success;

    /// <summary>Total: every status has a meaning.</summary>
    public static GuestExit FromStatus(int status)
    {
        if (status == 0)
            return new(status, GuestExitKind.Stopped, 0);
        if (status == 1)
            return new(status, GuestExitKind.StartFailed, 0);
        if (status is < 0 or > 255 || (status & 1) == 0)
            return new(status, GuestExitKind.Killed, status > SignalBase ? status - SignalBase : 0);
        int code = status >> 1;
        return code switch
        {
            0x10 => new(status, GuestExitKind.Success, 0),
            > 0x10 and <= LastMachineLack => new(status, GuestExitKind.MachineLack, code),
            >= 0x20 and < 0x40 => new(status, GuestExitKind.ProgramExit, code - 0x20),
            >= 0x40 and < 0x7f => new(status, GuestExitKind.FatalSignal, code - 0x40),
            0x7f => new(status, GuestExitKind.ShimPanic, 0),
            _ => new(status, GuestExitKind.Killed, 0),
        };
    }

    public override string ToString() => Kind switch
    {
        GuestExitKind.Success => "success",
        GuestExitKind.ProgramExit => $"program exit code {Detail}{MeaningOf(Detail)}",
        GuestExitKind.MachineLack => $"the machine lacks {LackOf(Detail)}",
        GuestExitKind.FatalSignal when Status > SignalBase => $"fatal signal {Detail} in the guest, or signal {Status - SignalBase} to QEMU",
        GuestExitKind.FatalSignal => $"fatal signal {Detail} in the guest",
        GuestExitKind.ShimPanic => "panic of the shim",
        GuestExitKind.Stopped => "QEMU stopped without a code from the guest (reset, triple fault or a request to stop)",
        GuestExitKind.StartFailed => "QEMU could not start the machine (its own words are in the host log)",
        _ => Detail > 0 ? $"QEMU ended by signal {Detail}" : $"unknown status {Status}",
    };

    // The shim's codes for machines that cannot run the program (kernel-shim/README.md).
    private static string LackOf(int code) => code switch
    {
        0x11 => "memory",
        0x12 => "instructions that the image is compiled for",
        0x13 => "a PVH loader with a memory map",
        0x14 => "a usable clock",
        0x15 => "an interrupt controller",
        _ => "room for the boot module",
    };

    // The guest program's own codes (image/README.md).
    private static string MeaningOf(int code) => code switch
    {
        1 => " (the selftest failed, or a FAIL marker was printed)",
        2 => " (the program could not go on)",
        3 => " (a task held the loop beyond the watchdog)",
        4 => " (out of memory)",
        5 => " (the boot module was refused)",
        6 => " (no network device)",
        7 => " (no entropy)",
        _ => "",
    };
}
