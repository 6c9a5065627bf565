using System.Text.Json.Nodes;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.TwoVm;
using Xunit;

namespace DSoftBus.Tests.Qemu.TwoVm;

public sealed class SummaryKeysTests
{
    private static readonly string[] Expected =
    [
        "runId", "result", "phaseTarget",
        "classification/errorCode", "classification/phase", "classification/node", "classification/subsystem", "classification/message",
        "classification/missingMarker", "classification/hint", "classification/confidence",
        "timing/runTimeoutSecs", "timing/discoveryTimeoutSecs", "timing/sessionTimeoutSecs", "timing/muxTimeoutSecs",
        "timing/remoteTimeoutSecs", "timing/totalDurationMs",
        "performanceBudgetsMs/enabled", "performanceBudgetsMs/discovery", "performanceBudgetsMs/session", "performanceBudgetsMs/mux",
        "performanceBudgetsMs/remote", "performanceBudgetsMs/total",
        "performanceObservedMs/discovery", "performanceObservedMs/session", "performanceObservedMs/mux", "performanceObservedMs/remote", "performanceObservedMs/total",
        "soakGate/enabled", "soakGate/durationSecs", "soakGate/rounds", "soakGate/observed",
        "paths/run", "paths/uart-A.txt", "paths/uart-B.txt", "paths/cable.pcapng", "paths/summary.json", "paths/summary.txt",
        "phaseDurationsMs/build", "phaseDurationsMs/launch", "phaseDurationsMs/discovery", "phaseDurationsMs/session", "phaseDurationsMs/mux",
        "phaseDurationsMs/remote", "phaseDurationsMs/perf", "phaseDurationsMs/soak", "phaseDurationsMs/end",
        "markerLines/A_discovery", "markerLines/B_discovery", "markerLines/A_session", "markerLines/B_session", "markerLines/A_mux", "markerLines/B_mux",
        "markerLines/A_remote_resolve", "markerLines/A_remote_query", "markerLines/B_remote_served",
        "qemu/pidA", "qemu/pidB", "qemu/exitA", "qemu/exitB",
        "pcap/mode", "pcap/tcpdumpAvailable",
        "pcap/A/path", "pcap/A/exists", "pcap/A/sizeBytes", "pcap/A/arp", "pcap/A/udpDiscovery", "pcap/A/tcpSession", "pcap/A/syn", "pcap/A/synAck", "pcap/A/rst",
        "pcap/B/path", "pcap/B/exists", "pcap/B/sizeBytes", "pcap/B/arp", "pcap/B/udpDiscovery", "pcap/B/tcpSession", "pcap/B/syn", "pcap/B/synAck", "pcap/B/rst",
    ];

    [Fact]
    public async Task EveryKeyIsThereAlsoWhenNothingRan()
    {
        using var guests = new ScriptedGuests();
        TwoVmOutcome outcome = await ScriptedGuests.RunAsync(guests.Options("", "") with { GuestCommand = null });
        JsonNode summary = JsonNode.Parse(File.ReadAllText(outcome.Run.PathOf("summary.json")))!;
        foreach (string path in Expected)
        {
            JsonObject parent = summary.AsObject();
            string[] parts = path.Split('/');
            foreach (string part in parts[..^1])
                parent = parent[part]!.AsObject();
            Assert.True(parent.ContainsKey(parts[^1]), path);
        }

        Assert.Equal("failed", (string?)summary["result"]);
        Assert.Null(summary["phaseDurationsMs"]!["launch"]);
        Assert.Equal(-1, (int?)summary["pcap"]!["A"]!["arp"]);
        Assert.False(SummaryFile.IsSuccess(outcome.Run.Path));
    }
}
