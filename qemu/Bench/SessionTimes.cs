using DSoftBus.Qemu.TwoVm;

namespace DSoftBus.Qemu.Bench;

/// <summary>What one two-VM run took, as seen at the host's end of the serial lines.</summary>
/// <param name="Session">From the start of the later machine's QEMU until both have said that the session stands.</param>
/// <param name="Resolve">Node A's line of the session to its line that the remote resolves were answered.</param>
/// <param name="Query">From there to its line that the remote query was answered.</param>
/// <param name="Whole">All phases, until both machines have powered off.</param>
public readonly record struct SessionTimes(TimeSpan Session, TimeSpan Resolve, TimeSpan Query, TimeSpan Whole)
{
    /// <param name="outcome">Of a run that succeeded.</param>
    /// <param name="launchTimes">When each machine was started, on one scale.</param>
    public static SessionTimes Of(TwoVmOutcome outcome, IReadOnlyDictionary<string, TimeSpan> launchTimes)
    {
        TimeSpan At(string node, string key) => launchTimes[node] + outcome.Board.Find(node, key)!.Value.SinceLaunch;
        TimeSpan both = TwoVmNode.Both.Max(node => At(node.Name, "session"));
        string asking = TwoVmNode.A.Name;
        return new SessionTimes(
            both - launchTimes.Values.Max(),
            At(asking, "remote_resolve") - At(asking, "session"),
            At(asking, "remote_query") - At(asking, "remote_resolve"),
            outcome.Phases.Durations.Values.Aggregate(TimeSpan.Zero, (sum, duration) => sum + duration));
    }
}
