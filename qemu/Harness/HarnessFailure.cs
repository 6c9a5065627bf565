namespace DSoftBus.Qemu.Harness;

/// <summary>One classified failure: what a person has to know first.</summary>
/// <param name="Code">Typed code with its exit status.</param>
/// <param name="Phase">Phase of the run.</param>
/// <param name="Node">Node it showed on, or null when it is not one node's.</param>
/// <param name="Subsystem">Where to look: host, qemu, kernel, net, discovery, session, remote.</param>
/// <param name="Message">What happened, one line.</param>
/// <param name="Hint">What to do next, one line.</param>
public sealed record HarnessFailure(HarnessCode Code, string Phase, string? Node, string Subsystem, string Message, string Hint)
{
    /// <summary>The first marker that did not come, or null.</summary>
    public string? MissingMarker { get; init; }

    /// <summary>"high" when the cause was seen itself, "medium" when it is concluded from what is missing.</summary>
    public string Confidence { get; init; } = "high";
}
