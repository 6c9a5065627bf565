using DSoftBus.Qemu.Harness;
using DSoftBus.Runtime.Markers;

namespace DSoftBus.Qemu.SingleVm;

/// <summary>The ladder of one machine: its network against the cable's gateway, then two logical nodes in one image.</summary>
public static class SingleVmMarkers
{
    private const string Daemon = "dsoftbusd";

    public static IReadOnlyList<MarkerExpectation> Ladder { get; } =
    [
        Rung("virtio_net", Markers.Netstackd.DeviceUp),
        Rung("dhcp", "net: dhcp bound"),
        Rung("ping", Markers.Netstackd.PingOk),
        Rung("dns", Markers.Netstackd.DnsOk),
        Rung("tcp_listen", Markers.Netstackd.ListenOk),
        Rung("facade", Markers.Netstackd.FacadeUp),
        Rung("discovery", Markers.Dsoftbusd.DiscoveryUpLocal(Daemon)),
        Rung("announce", Markers.Dsoftbusd.AnnounceSent(Daemon)),
        Free("peer_found", Markers.Dsoftbusd.PeerFoundLocal(Daemon)),
        Free("transport", Markers.Dsoftbusd.TransportUp(Daemon)),
        Rung("connect", Markers.Dsoftbusd.SessionConnect(Daemon, "")),
        Rung("identity", Markers.Dsoftbusd.IdentityBound(Daemon, "")),
        Rung("dual_node", Markers.Dsoftbusd.DualNodeSession(Daemon)),
        // Ready means listening, announced and serving local requests: before any session, so it has no fixed place here.
        Free("ready", Markers.Dsoftbusd.Ready(Daemon)),
        Free("icmp", Markers.Selftest.IcmpPingOk),
        Free("auth", Markers.Dsoftbusd.AuthOk(Daemon)),
        Free("os_session", Markers.Dsoftbusd.OsSession(Daemon)),
        Rung("bus_connect", Markers.Selftest.BusConnectOk),
        Rung("bus_ping", Markers.Selftest.BusPingOk),
        Rung("end", Markers.Selftest.End),
    ];

    /// <summary>An expectation whose place in the order holds.</summary>
    public static MarkerExpectation Rung(string key, string text) => new(SingleVmOptions.Node, key, text);

    private static MarkerExpectation Free(string key, string text) => Rung(key, text) with { IsOrdered = false };
}
