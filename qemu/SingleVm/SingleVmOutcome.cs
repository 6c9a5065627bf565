using DSoftBus.Qemu.Harness;

namespace DSoftBus.Qemu.SingleVm;

/// <summary>How a single-VM run ended.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Run">Its folder.</param>
/// <param name="Failure">Null when everything held.</param>
/// <param name="Board">Markers and where they were seen.</param>
/// <param name="Phases">Durations.</param>
/// <param name="ProcessId">Of the machine; null when it was not started.</param>
/// <param name="QemuStatus">Exit status of the machine; null when it was not started.</param>
public sealed record SingleVmOutcome(
    SingleVmOptions Options, RunFolder Run, HarnessFailure? Failure, MarkerBoard Board, PhaseClock Phases, int? ProcessId, int? QemuStatus)
{
    public bool IsSuccess => Failure is null;

    /// <summary>Exit status of the command.</summary>
    public int ExitStatus => Failure?.Code.ExitStatus ?? 0;

    /// <summary>Size of the image in bytes; null when there is none.</summary>
    public long? ImageBytes { get; } = File.Exists(Options.Image) ? new FileInfo(Options.Image).Length : null;
}
