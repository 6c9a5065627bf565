namespace DSoftBus.Runtime.Markers;

/// <summary>Every marker line of the system, grouped by the task that prints it. They are a contract: the harness waits for these texts.</summary>
public static class Markers
{
    public static class Init
    {
        /// <summary>All tasks of the manifest were built and start now.</summary>
        public const string Ready = "init: ready";

        public static string TaskFailed(string task, string type, string message) => $"init: task {task} failed ({type}: {message})";

        /// <summary>One task kept the loop for itself; the machine ends with this line.</summary>
        public static string WatchdogExpired(string task) => $"init: watchdog: task {task} holds the loop FAIL";

        public static string TaskRestarted(string task, uint generation) => $"init: task {task} restarted (generation {generation})";
    }

    public static class Netstackd
    {
        public const string DeviceUp = "net: virtio-net up";

        /// <summary>The stack runs on the device.</summary>
        public const string InterfaceOk = "SELFTEST: net iface ok";

        public const string DeviceMissing = "netstackd: net FAIL mmio-cap-missing";
        public const string PingOk = "SELFTEST: net ping ok";
        public const string PingFail = "netstackd: net ping FAIL";

        /// <summary>A resolver really answered.</summary>
        public const string DnsOk = "SELFTEST: net udp dns ok";

        public const string DnsFail = "netstackd: net dns proof fail";
        public const string ListenOk = "SELFTEST: net tcp listen ok";
        public const string ListenFail = "netstackd: net tcp listen FAIL";

        /// <summary>Requests are served.</summary>
        public const string FacadeUp = "netstackd: facade up";

        public const string Ready = "netstackd: ready";

        public static string DhcpBound(string network, string gateway) => $"net: dhcp bound {network} gw={gateway}";

        /// <summary>No server answered in time, or none was asked (<c>softbus.dhcp=0</c>).</summary>
        public static string DhcpUnavailable(string network) => $"net: dhcp unavailable (fallback static {network})";

        public static string InterfaceUp(string address) => $"net: smoltcp iface up {address}";
    }

    public static class Identityd
    {
        public const string TestKeys = "identityd: TEST KEYS (not secure)";
        public const string NoEntropy = "identityd: no entropy";
    }

    /// <summary>
    /// Lines of a session daemon. <c>node</c> is the task's name: <c>dsoftbusd</c>, or <c>dsoftbusd.b</c> for the second logical node of a
    /// single-VM run. <c>peer</c> is the first 12 digits of a device id.
    /// </summary>
    public static class Dsoftbusd
    {
        /// <summary>Two-VM run: the discovery socket is bound and has joined the group.</summary>
        public static string DiscoveryUp(string node) => $"{node}: discovery cross-vm up";

        /// <summary>Single-VM run: the same, within one machine.</summary>
        public static string DiscoveryUpLocal(string node) => $"{node}: discovery up (udp loopback)";

        /// <summary>The network took the first announce.</summary>
        public static string AnnounceSent(string node) => $"{node}: discovery announce sent";

        /// <summary>Two-VM run: an announce of a device that was not known was received.</summary>
        public static string PeerLearned(string node) => $"{node}: discovery peer learned";

        /// <summary>Single-VM run: the same.</summary>
        public static string PeerFoundLocal(string node) => $"{node}: discovery peer found device=local";

        public static string AnnounceMalformed(string node) => $"{node}: announce ignored (malformed)";

        public static string AnnounceConflict(string node, string peer) => $"{node}: announce conflict peer={peer}";

        /// <summary>Single-VM run: the discovery socket and the listener are up.</summary>
        public static string TransportUp(string node) => $"{node}: os transport up (udp+tcp)";

        /// <summary>Single-VM run: a connection for a session with the second node exists, whichever of the two dialled.</summary>
        public static string SessionConnect(string node, string peer) => $"{node}: session connect peer={peer}";

        public static string AuthOk(string node) => $"{node}: auth ok";

        public static string IdentityBound(string node, string peer) => $"{node}: identity bound peer={peer}";

        public static string IdentityMismatch(string node, string peer) => $"{node}: identity mismatch peer={peer}";

        public static string CrossVmSession(string node, string peer) => $"{node}: cross-vm session ok {peer}";

        public static string DualNodeSession(string node) => $"{node}: dual-node session ok";

        /// <summary>Single-VM run: an encrypted PING of the selftest peer was answered.</summary>
        public static string OsSession(string node) => $"{node}: os session ok";

        /// <summary>Listening, announced once, local requests served.</summary>
        public static string Ready(string node) => $"{node}: ready";

        /// <summary>A handshake ended without a session; <c>error</c> is one of Io, Noise, Identity, Protocol.</summary>
        public static string HandshakeRefused(string node, string error, string detail) => $"{node}: handshake refused ({error} {detail})";

        public static string SessionClosed(string node, string peer, string reason) => $"{node}: session closed peer={peer} reason={reason}";

        public static string ProxyOk(string node, string peer, string service) => $"{node}: remote proxy ok (peer={peer} service={service})";

        /// <summary>The command line named a policy that does not exist.</summary>
        public static string PolicyUnknown(string node, string policy) => $"{node}: policy '{policy}' is unknown (nothing is allowed; there are none and test)";

        public static string ProxyDenied(string node, string service, int operation, string peer)
            => $"{node}: remote proxy denied (service={service} op={operation} peer={peer})";
    }

    public static class Selftest
    {
        public const string IcmpPingOk = "SELFTEST: icmp ping ok";
        public const string IcmpPingFail = "SELFTEST: icmp ping FAIL";
        public const string BusConnectOk = "SELFTEST: dsoftbus os connect ok";
        public const string BusConnectFail = "SELFTEST: dsoftbus os connect FAIL";
        public const string BusPingOk = "SELFTEST: dsoftbus ping ok";
        public const string BusPingFail = "SELFTEST: dsoftbus ping FAIL";
        public const string RemoteResolveOk = "SELFTEST: remote resolve ok";
        public const string RemoteResolveFail = "SELFTEST: remote resolve FAIL";
        public const string RemoteQueryOk = "SELFTEST: remote query ok";
        public const string RemoteQueryFail = "SELFTEST: remote query FAIL";

        /// <summary>The selftest is over, whatever it found.</summary>
        public const string End = "SELFTEST: end";
    }
}
