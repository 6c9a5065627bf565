using DSoftBus.Qemu.Bench.Stacks;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Peer;

namespace DSoftBus.Qemu.Bench;

/// <summary>What was measured, as far as the guests went.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Machine">Where it was measured.</param>
/// <param name="Run">Folder of the run, with the logs of every guest.</param>
/// <param name="Failure">Null unless a guest failed; no time fails anything.</param>
/// <param name="FailureLogs">Logs of the guests that ran when it failed.</param>
/// <param name="ImageBytes">Size of the image; null when there is none.</param>
/// <param name="Peer">The Linux guest, or why its column is empty.</param>
/// <param name="Comparisons">Ours beside the Linux guest, in the order of the table.</param>
/// <param name="Figures">What has no counterpart there, in the order of the table.</param>
/// <param name="Memory">Null when the search was not reached.</param>
/// <param name="Total">How long the whole took.</param>
public sealed record BenchOutcome(
    BenchOptions Options,
    MachineFacts Machine,
    RunFolder Run,
    HarnessFailure? Failure,
    IReadOnlyList<string> FailureLogs,
    long? ImageBytes,
    LinuxKernel Peer,
    IReadOnlyList<Comparison> Comparisons,
    IReadOnlyList<Figure> Figures,
    MemorySearch? Memory,
    TimeSpan Total)
{
    /// <summary>Why no guest was measured on a TAP device; null when ours was.</summary>
    public string? NetworkProblem { get; init; }

    /// <summary>Why the Linux guest was not; null when it was.</summary>
    public string? NetworkLinuxProblem { get; init; }

    /// <summary>Our stack beside others on a TAP device of this host.</summary>
    public IReadOnlyList<StackRow> Stacks { get; init; } = [];

    /// <summary>Why nothing, or not everything, of that was measured; null when all was.</summary>
    public string? StacksProblem { get; init; }

    /// <summary>Exit status of the command.</summary>
    public int ExitStatus => Failure?.Code.ExitStatus ?? 0;
}
