using DSoftBus.Qemu.Capture;
using DSoftBus.Qemu.Harness;

namespace DSoftBus.Qemu.TwoVm;

/// <summary>How a two-VM run ended, with everything that a report needs.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Run">Its folder.</param>
/// <param name="Failure">Null when everything held.</param>
/// <param name="Board">Markers and where they were seen.</param>
/// <param name="Phases">Durations.</param>
/// <param name="Evidence">Statements about the capture; empty when the run did not get there.</param>
/// <param name="Frames">The capture.</param>
/// <param name="ProcessIds">Process ids by node.</param>
/// <param name="ExitStatuses">Exit statuses by node; also of machines that the harness ended.</param>
public sealed record TwoVmOutcome(
    TwoVmOptions Options,
    RunFolder Run,
    HarnessFailure? Failure,
    MarkerBoard Board,
    PhaseClock Phases,
    IReadOnlyList<EvidenceItem> Evidence,
    IReadOnlyList<CapturedFrame> Frames,
    IReadOnlyDictionary<string, int> ProcessIds,
    IReadOnlyDictionary<string, int> ExitStatuses)
{
    public bool IsSuccess => Failure is null;

    /// <summary>Exit status of the command.</summary>
    public int ExitStatus => Failure?.Code.ExitStatus ?? 0;

    /// <summary>Size of the image in bytes; null when there is none.</summary>
    public long? ImageBytes { get; } = File.Exists(Options.Image) ? new FileInfo(Options.Image).Length : null;
}
