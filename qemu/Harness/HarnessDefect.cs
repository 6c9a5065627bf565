namespace DSoftBus.Qemu.Harness;

/// <summary>Classifies what went wrong on the host's side of a run.</summary>
internal static class HarnessDefect
{
    // ENOSPC of errno(3), as it stands in the HResult of an IOException on Linux.
    private const int NoSpace = 28;

    public static HarnessFailure Classify(Exception problem, string phase) => problem switch
    {
        RunFailedException failed => failed.Failure,
        OperationCanceledException => new(HarnessCode.Unexpected, phase, null, "host", "the run was interrupted", "Start it again; everything it had started was ended."),
        IOException { HResult: NoSpace } full => new(HarnessCode.HostNoSpace, phase, null, "host", full.Message, "Free some disk space; old runs lie under artifacts/."),
        _ => new(HarnessCode.Unexpected, phase, null, "host", $"{problem.GetType().Name}: {problem.Message}", "This is a defect of the harness or of the host's set-up."),
    };
}
