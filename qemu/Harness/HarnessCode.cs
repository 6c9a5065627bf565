namespace DSoftBus.Qemu.Harness;

/// <summary>Why a run failed: a stable name and the exit status that goes with it.</summary>
/// <param name="Name">Full name, as it stands in <c>summary.json</c>.</param>
/// <param name="ExitStatus">Exit status of the command.</param>
public readonly record struct HarnessCode(string Name, int ExitStatus)
{
    private const string Prefix = "OS2VM_E_";

    public static HarnessCode Usage { get; } = Of("USAGE", 2);

    public static HarnessCode DiscoveryTimeout { get; } = Of("DISCOVERY_TIMEOUT", 31);

    public static HarnessCode SessionTimeout { get; } = Of("SESSION_TIMEOUT", 41);

    public static HarnessCode SessionNoSyn { get; } = Of("SESSION_NO_SYN", 44);

    public static HarnessCode SessionNoSynAck { get; } = Of("SESSION_NO_SYNACK", 45);

    public static HarnessCode RemoteResolveMissing { get; } = Of("REMOTE_RESOLVE_MISSING", 51);

    public static HarnessCode RemoteQueryMissing { get; } = Of("REMOTE_QUERY_MISSING", 52);

    public static HarnessCode RemoteServedMissing { get; } = Of("REMOTE_SERVED_MISSING", 58);

    public static HarnessCode BuildArtifactMissing { get; } = Of("BUILD_ARTIFACT_MISSING", 61);

    public static HarnessCode HostNoSpace { get; } = Of("HOST_ENOSPC", 62);

    public static HarnessCode RemoteNegativeMarker { get; } = Of("REMOTE_NEGATIVE_MARKER", 66);

    public static HarnessCode PerfBudgetDiscovery { get; } = Of("PERF_BUDGET_DISCOVERY", 81);

    public static HarnessCode PerfBudgetSession { get; } = Of("PERF_BUDGET_SESSION", 82);

    public static HarnessCode PerfBudgetRemote { get; } = Of("PERF_BUDGET_REMOTE", 84);

    public static HarnessCode PerfBudgetTotal { get; } = Of("PERF_BUDGET_TOTAL", 85);

    /// <summary>The run went through, but a log or the capture contradicts it.</summary>
    public static HarnessCode Evidence(string what) => Of($"EVIDENCE_{what}", 99);

    public static HarnessCode Unexpected { get; } = Of("UNEXPECTED", 99);

    /// <summary>A node of a two-VM run ended during discovery; <paramref name="node"/> is "A" or "B".</summary>
    public static HarnessCode DiscoveryNodeEnded(string node) => Of($"DISCOVERY_NODE_{node}_ENDED", node == "A" ? 32 : 33);

    public static HarnessCode SessionNodeEnded(string node) => Of($"SESSION_NODE_{node}_ENDED", node == "A" ? 42 : 43);

    public static HarnessCode LaunchNodeFailed(string node) => Of($"LAUNCH_NODE_{node}_FAILED", node == "A" ? 71 : 72);

    public override string ToString() => Name;

    private static HarnessCode Of(string name, int exitStatus) => new(Prefix + name, exitStatus);
}
