using DSoftBus.Qemu.Capture;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.TwoVm;

/// <summary>Turns the end of a phase into a typed failure.</summary>
internal static class TwoVmClassifier
{
    /// <summary>Null when the phase was reached.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="traffic">What the cable has carried so far, for the causes behind a missing session.</param>
    public static HarnessFailure? Classify(TwoVmPhase phase, PhaseResult result, Func<CaptureCounts> traffic) => result switch
    {
        PhaseResult.Reached => null,
        PhaseResult.TimedOut timedOut => TimedOut(phase, timedOut, traffic),
        PhaseResult.GuestEnded ended => Ended(phase, ended),
        PhaseResult.FailureLine line => FailureLine(phase, line),
        _ => throw new InvalidOperationException($"unknown result {result}"),
    };

    private static HarnessFailure TimedOut(TwoVmPhase phase, PhaseResult.TimedOut timedOut, Func<CaptureCounts> traffic)
    {
        MarkerExpectation? missing = timedOut.Missing.Count > 0 ? timedOut.Missing[0] : null;
        string message = missing is null ? $"node {timedOut.Node} did not get through phase {Name(phase)} in time" : $"'{missing.Text}' did not come from node {missing.Node} in time";
        HarnessFailure With(HarnessCode code, string subsystem, string hint) =>
            new(code, Name(phase), timedOut.Node, subsystem, message, hint) { MissingMarker = missing?.Text, Confidence = "medium" };
        switch (phase)
        {
            case TwoVmPhase.Launch:
                return With(HarnessCode.LaunchNodeFailed(timedOut.Node), "qemu", $"The machine wrote nothing: see host-{timedOut.Node}.txt, and whether the image boots alone (softbus boot).");
            case TwoVmPhase.Discovery:
                return With(HarnessCode.DiscoveryTimeout, "discovery", "See the UART log of the node, then the announces in the capture (udp.port == 37020).");
            case TwoVmPhase.Session:
                CaptureCounts seen = traffic();
                if (seen.Syn == 0)
                    return With(HarnessCode.SessionNoSyn, "session", "Nobody dialled: did the node with the lower id learn the other (announces in the capture)?");
                return seen.SynAck == 0
                    ? With(HarnessCode.SessionNoSynAck, "net", "A SYN was never answered: look at the listener of the other node.")
                    : With(HarnessCode.SessionTimeout, "session", "TCP connected, so look at the handshake messages in the capture and at refusals in both UART logs.");
            case TwoVmPhase.Remote:
                return With(RemoteCode(missing), "remote", "The session stands: look at node B's proxy lines and its policy.");
            default:
                return With(HarnessCode.Unexpected, "kernel", "A machine did not power off with success in time.");
        }
    }

    private static HarnessFailure Ended(TwoVmPhase phase, PhaseResult.GuestEnded ended)
    {
        MarkerExpectation? missing = ended.Missing.Count > 0 ? ended.Missing[0] : null;
        HarnessCode code = phase switch
        {
            TwoVmPhase.Launch => HarnessCode.LaunchNodeFailed(ended.Node),
            TwoVmPhase.Discovery => HarnessCode.DiscoveryNodeEnded(ended.Node),
            TwoVmPhase.Session => HarnessCode.SessionNodeEnded(ended.Node),
            TwoVmPhase.Remote => RemoteCode(missing),
            _ => HarnessCode.Unexpected,
        };
        string subsystem = ended.Exit.Kind is GuestExitKind.StartFailed ? "qemu" : "kernel";
        return new(code, Name(phase), ended.Node, subsystem, $"node {ended.Node} ended early: {ended.Exit}", $"The last lines of uart-{ended.Node}.txt and host-{ended.Node}.txt say why.")
        {
            MissingMarker = missing?.Text,
        };
    }

    private static HarnessFailure FailureLine(TwoVmPhase phase, PhaseResult.FailureLine line)
    {
        bool panic = line.Verdict is LineVerdict.Panic;
        HarnessCode code = (phase, panic) switch
        {
            // Node A may be ahead of what the harness still waits for on node B.
            (_, false) when line.Text.StartsWith("SELFTEST: remote ", StringComparison.Ordinal) => HarnessCode.RemoteNegativeMarker,
            (TwoVmPhase.Launch, _) => HarnessCode.LaunchNodeFailed(line.Node),
            (TwoVmPhase.Discovery, true) => HarnessCode.DiscoveryNodeEnded(line.Node),
            (TwoVmPhase.Session, true) => HarnessCode.SessionNodeEnded(line.Node),
            (TwoVmPhase.Remote, _) => HarnessCode.RemoteNegativeMarker,
            _ => HarnessCode.Unexpected,
        };
        return new(code, Name(phase), line.Node, panic ? "kernel" : Name(phase), $"node {line.Node} reported: {line.Text}", $"Line {line.Line} of uart-{line.Node}.txt.");
    }

    private static HarnessCode RemoteCode(MarkerExpectation? missing) => missing?.Key switch
    {
        "remote_resolve" => HarnessCode.RemoteResolveMissing,
        "remote_query" => HarnessCode.RemoteQueryMissing,
        "remote_served" => HarnessCode.RemoteServedMissing,
        _ => HarnessCode.Unexpected,
    };

    internal static string Name(TwoVmPhase phase) => phase.ToString().ToLowerInvariant();
}
