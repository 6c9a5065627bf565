using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Harness;

/// <summary>How waiting for a phase ended. Closed.</summary>
public abstract record PhaseResult
{
    private PhaseResult()
    {
    }

    /// <summary>Everything that the phase waits for has happened.</summary>
    public sealed record Reached : PhaseResult;

    /// <summary>The deadline passed.</summary>
    /// <param name="Node">The first guest that was waited for.</param>
    /// <param name="Missing">Markers that had not come; empty when the phase waits for something else.</param>
    public sealed record TimedOut(string Node, IReadOnlyList<MarkerExpectation> Missing) : PhaseResult;

    /// <summary>A guest ended although it still had to do something.</summary>
    public sealed record GuestEnded(string Node, GuestExit Exit, IReadOnlyList<MarkerExpectation> Missing) : PhaseResult;

    /// <summary>A guest reported a failure or a panic.</summary>
    public sealed record FailureLine(string Node, int Line, string Text, LineVerdict Verdict) : PhaseResult;
}
