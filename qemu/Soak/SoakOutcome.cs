using DSoftBus.Qemu.Harness;

namespace DSoftBus.Qemu.Soak;

/// <summary>How a soak ended.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Run">Its folder.</param>
/// <param name="Failure">Null when everything held.</param>
/// <param name="Log">What the guest said.</param>
/// <param name="IdleShare">Processor time of QEMU per time while the guest was idle, 1 for a whole core; null when it was not measured.</param>
/// <param name="Answered">Pings of the guest that the peer answered.</param>
/// <param name="Answers">Answers of the guest to the peer's pings.</param>
public sealed record SoakOutcome(
    SoakOptions Options, RunFolder Run, HarnessFailure? Failure, SoakLog Log, double? IdleShare, long Answered, long Answers)
{
    public bool IsSuccess => Failure is null;

    /// <summary>Exit status of the command.</summary>
    public int ExitStatus => Failure?.Code.ExitStatus ?? 0;
}
