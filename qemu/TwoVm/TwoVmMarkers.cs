using DSoftBus.Qemu.Harness;
using DSoftBus.Runtime.Markers;

namespace DSoftBus.Qemu.TwoVm;

/// <summary>What each node has to print, by phase, in the order of its log.</summary>
public static class TwoVmMarkers
{
    private const string Daemon = "dsoftbusd";

    /// <summary>Every expectation; those of one node stand in order.</summary>
    public static IReadOnlyList<MarkerExpectation> All { get; } =
    [
        .. Of("A"),
        new("A", "remote_resolve", Markers.Selftest.RemoteResolveOk),
        new("A", "remote_query", Markers.Selftest.RemoteQueryOk),
        .. Of("B"),
        // Up to the peer's id: what A asked went through B's policy.
        new("B", "remote_served", Markers.Dsoftbusd.ProxyOk(Daemon, "", "").Split('=')[0] + "="),
    ];

    /// <summary>What a phase waits for; empty for phases that wait for something else.</summary>
    public static IReadOnlyList<MarkerExpectation> For(TwoVmPhase phase) => phase switch
    {
        TwoVmPhase.Discovery => [.. All.Where(e => e.Key is "discovery" or "ready")],
        TwoVmPhase.Session => [.. All.Where(e => e.Key is "session")],
        TwoVmPhase.Remote => [.. All.Where(e => e.Key.StartsWith("remote", StringComparison.Ordinal))],
        _ => [],
    };

    /// <summary>Markers that only node A may print: on B they would mean that the roles are mixed up.</summary>
    public static IReadOnlyList<string> OnlyOnA { get; } = [Markers.Selftest.RemoteResolveOk, Markers.Selftest.RemoteQueryOk];

    private static IEnumerable<MarkerExpectation> Of(string node) =>
    [
        new(node, "ready", Markers.Dsoftbusd.Ready(Daemon)) { IsOrdered = false },
        new(node, "discovery", Markers.Dsoftbusd.DiscoveryUp(Daemon)),
        new(node, "session", Markers.Dsoftbusd.CrossVmSession(Daemon, "")),
    ];
}
