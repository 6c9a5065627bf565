using System.Text.Json.Nodes;
using DSoftBus.Qemu.Capture;
using DSoftBus.Qemu.Harness;

namespace DSoftBus.Qemu.TwoVm;

/// <summary>Writes <c>summary.json</c> and <c>summary.txt</c>. The JSON always has all its keys; what a run does not have is null.</summary>
public static class TwoVmReport
{
    /// <summary>All phases that the summary names; the last three but one do not exist here.</summary>
    private static readonly string[] PhaseNames = ["build", "launch", "discovery", "session", "mux", "remote", "perf", "soak", "end"];

    private static readonly string[] MarkerKeys =
    [
        "A_ready", "B_ready", "A_discovery", "B_discovery", "A_session", "B_session", "A_mux", "B_mux",
        "A_remote_resolve", "A_remote_query", "A_remote_statefs", "A_remote_pkgfs_stat", "A_remote_pkgfs_open",
        "A_remote_pkgfs_read_step", "A_remote_pkgfs_close", "A_remote_pkgfs_read", "B_remote_statefs_served", "B_remote_served",
    ];

    public static void Write(TwoVmOutcome outcome)
    {
        File.WriteAllText(outcome.Run.PathOf("summary.txt"), Text(outcome));
        SummaryFile.Write(outcome.Run, Json(outcome));
    }

    /// <summary>The summary as JSON.</summary>
    public static JsonObject Json(TwoVmOutcome outcome)
    {
        TwoVmOptions options = outcome.Options;
        return new JsonObject
        {
            ["runId"] = outcome.Run.Id,
            ["result"] = outcome.IsSuccess ? "success" : "failed",
            ["phaseTarget"] = TwoVmClassifier.Name(options.Target),
            ["classification"] = SummaryFile.Classification(outcome.Failure),
            ["timing"] = new JsonObject
            {
                ["runTimeoutSecs"] = options.RunTimeout.TotalSeconds,
                ["discoveryTimeoutSecs"] = options.DiscoveryTimeout.TotalSeconds,
                ["sessionTimeoutSecs"] = options.SessionTimeout.TotalSeconds,
                ["muxTimeoutSecs"] = null,
                ["remoteTimeoutSecs"] = options.RemoteTimeout.TotalSeconds,
                ["totalDurationMs"] = Milliseconds(outcome.Phases.Total),
            },
            ["performanceBudgetsMs"] = new JsonObject
            {
                ["enabled"] = options.EnforceBudgets,
                ["discovery"] = Milliseconds(TwoVmBudgets.Discovery),
                ["session"] = Milliseconds(TwoVmBudgets.Session),
                ["mux"] = null,
                ["remote"] = Milliseconds(TwoVmBudgets.Remote),
                ["total"] = Milliseconds(TwoVmBudgets.Total),
            },
            ["performanceObservedMs"] = new JsonObject
            {
                ["discovery"] = Duration(outcome, "discovery"),
                ["session"] = Duration(outcome, "session"),
                ["mux"] = null,
                ["remote"] = Duration(outcome, "remote"),
                ["total"] = Milliseconds(outcome.Phases.Total),
            },
            ["soakGate"] = new JsonObject { ["enabled"] = false, ["durationSecs"] = null, ["rounds"] = null, ["observed"] = null },
            ["paths"] = Paths(outcome),
            ["phaseDurationsMs"] = new JsonObject(PhaseNames.Select(name => KeyValuePair.Create(name, Duration(outcome, name)))),
            ["markerLines"] = new JsonObject(MarkerKeys.Select(key => KeyValuePair.Create(key, MarkerLine(outcome, key)))),
            ["qemu"] = new JsonObject
            {
                ["pidA"] = Lookup(outcome.ProcessIds, "A"),
                ["pidB"] = Lookup(outcome.ProcessIds, "B"),
                ["exitA"] = Lookup(outcome.ExitStatuses, "A"),
                ["exitB"] = Lookup(outcome.ExitStatuses, "B"),
                ["accelerator"] = options.Accelerator.ToString().ToLowerInvariant(),
                ["memoryMiB"] = options.MemoryMebibytes,
            },
            ["pcap"] = new JsonObject
            {
                ["mode"] = "on",
                ["tcpdumpAvailable"] = null,
                ["A"] = Pcap(outcome, TwoVmNode.A),
                ["B"] = Pcap(outcome, TwoVmNode.B),
            },
            ["image"] = new JsonObject { ["path"] = options.Image, ["sizeBytes"] = outcome.ImageBytes },
            ["boot"] = new JsonObject { ["readyMsA"] = ReadyMilliseconds(outcome, "A"), ["readyMsB"] = ReadyMilliseconds(outcome, "B") },
            ["testKeys"] = options.TestKeys,
            ["evidence"] = new JsonArray([.. outcome.Evidence.Select(item => new JsonObject
            {
                ["key"] = item.Key,
                ["statement"] = item.Statement,
                ["holds"] = item.Holds,
                ["detail"] = item.Detail,
            })]),
        };
    }

    /// <summary>The summary for people.</summary>
    public static string Text(TwoVmOutcome outcome)
    {
        var text = new SummaryText();
        text.Line($"two-VM run {outcome.Run.Id}: {(outcome.IsSuccess ? "success" : "FAILED")}");
        text.Failure(outcome.Failure);
        text.Phases(outcome.Phases);
        text.Markers(outcome.Board);
        foreach (EvidenceItem item in outcome.Evidence)
            text.Line($"capture  {(item.Holds ? "holds " : "BROKEN")} {item.Statement} ({item.Detail})");
        return text.ToString();
    }

    private static JsonObject Paths(TwoVmOutcome outcome) => new(
        new[] { "uart-A.txt", "uart-B.txt", "host-A.txt", "host-B.txt", TwoVmRun.CaptureName, "summary.txt", RunFolder.SummaryName }
            .Select(name => KeyValuePair.Create(name, (JsonNode?)outcome.Run.PathOf(name)))
            .Prepend(KeyValuePair.Create("run", (JsonNode?)outcome.Run.Path)));

    private static JsonNode? MarkerLine(TwoVmOutcome outcome, string key)
    {
        MarkerExpectation? expectation = outcome.Board.Expectations.FirstOrDefault(e => $"{e.Node}_{e.Key}" == key);
        return expectation is null ? null : outcome.Board.Find(expectation)?.Line ?? 0;
    }

    private static JsonObject Pcap(TwoVmOutcome outcome, TwoVmNode node)
    {
        string path = outcome.Run.PathOf(TwoVmRun.CaptureName);
        var file = new FileInfo(path);
        CaptureCounts counts = CaptureCounts.Of(outcome.Frames, TwoVmRun.Address(node));
        int Known(int count) => file.Exists ? count : -1;
        return new JsonObject
        {
            ["path"] = path,
            ["exists"] = file.Exists,
            ["sizeBytes"] = file.Exists ? file.Length : -1,
            ["arp"] = Known(counts.Arp),
            ["udpDiscovery"] = Known(counts.UdpDiscovery),
            ["tcpSession"] = Known(counts.TcpSession),
            ["syn"] = Known(counts.Syn),
            ["synAck"] = Known(counts.SynAck),
            ["rst"] = Known(counts.Rst),
        };
    }

    private static JsonNode? ReadyMilliseconds(TwoVmOutcome outcome, string node) =>
        outcome.Board.Find(node, "ready") is { } sighting ? Milliseconds(sighting.SinceLaunch) : null;

    private static JsonNode? Duration(TwoVmOutcome outcome, string phase) =>
        outcome.Phases.Durations.TryGetValue(phase, out TimeSpan duration) ? Milliseconds(duration) : null;

    private static JsonNode? Lookup(IReadOnlyDictionary<string, int> values, string key) => values.TryGetValue(key, out int value) ? value : null;

    private static long Milliseconds(TimeSpan time) => (long)Math.Round(time.TotalMilliseconds);
}
