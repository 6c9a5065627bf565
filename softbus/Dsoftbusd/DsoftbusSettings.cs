using DSoftBus.Runtime.Init;
using DSoftBus.Softbus.Proxy;
using DSoftBus.Softbus.Sessions;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>What the command line says to a session daemon, and its bounds.</summary>
/// <param name="Node">The task's name: prefix of every marker.</param>
/// <param name="IsSecond">Whether this is the second logical node of a single-VM run.</param>
/// <param name="IsSingle"><c>softbus.mode=single</c> or <c>softbus.selftest=local</c>: two logical nodes in one machine.</param>
/// <param name="Port">TCP port of the listener: <c>softbus.port</c>, 34567 by default; the second logical node has 34568.</param>
public sealed record DsoftbusSettings(string Node, bool IsSecond, bool IsSingle, ushort Port)
{
    /// <summary>The word that says what peers may ask; without it, nothing (decisions.md "Sessions": rights come only from policy, default none).</summary>
    public const string PolicyWord = "softbus.policy";

    /// <summary>discovery.md section 3.</summary>
    public const ushort DefaultPort = 34567;

    /// <summary>discovery.md section 3.</summary>
    public const ushort SecondPort = 34568;

    /// <summary>Name of the second logical node's task.</summary>
    public const string SecondNode = "dsoftbusd.b";

    /// <summary>Feature bits that the daemon offers.</summary>
    public const SessionFeatures Offered = SessionFeatures.Control | SessionFeatures.ByteFrames | SessionFeatures.AcceptingSideRequests;

    /// <summary>Established sessions.</summary>
    public const int MaxSessions = 16;

    /// <summary>Accepted connections whose handshake is not finished.</summary>
    public const int MaxHalfOpen = 8;

    /// <summary>Connections this node may be dialling at once.</summary>
    public const int MaxDialling = 4;

    /// <summary>From the connection to ConnectResponse (decisions.md "Sessions", Time).</summary>
    public static TimeSpan HandshakeTime => TimeSpan.FromSeconds(10);

    /// <summary>Goodbye of one session: sending CLOSE and seeing the peer close.</summary>
    public static TimeSpan GoodbyeTime => TimeSpan.FromSeconds(1);

    /// <summary>How long a service may take to answer a peer's request.</summary>
    public static TimeSpan ServiceTime => TimeSpan.FromSeconds(1);

    /// <summary>How long a peer may take to answer a request of ours.</summary>
    public static TimeSpan RemoteTime => TimeSpan.FromSeconds(2);

    /// <summary><c>softbus.policy=test</c>: what a test run allows; <c>none</c> or no word: nothing.</summary>
    public RemoteProxyPolicy Policy { get; init; } = RemoteProxyPolicy.DenyAll;

    /// <summary>A value of <see cref="PolicyWord"/> that is no policy: nothing is allowed, and the daemon says so. Null when there is none.</summary>
    public string? UnknownPolicy { get; init; }

    /// <summary>Reads the command line. A port out of range falls back to the default, a policy that does not exist to none.</summary>
    public static DsoftbusSettings Read(string node, BootParameters boot)
    {
        bool second = node == SecondNode;
        int port = boot.Integer("softbus.port", DefaultPort);
        if (port is < 1 or > ushort.MaxValue)
            port = DefaultPort;
        string policy = boot.Text(PolicyWord) ?? "none";
        return new DsoftbusSettings(node, second, IsSingleMode(boot), second ? SecondPort : (ushort)port)
        {
            Policy = policy == "test" ? RemoteProxyPolicy.TestRun : RemoteProxyPolicy.DenyAll,
            UnknownPolicy = policy is "test" or "none" ? null : policy,
        };
    }

    /// <summary>Whether the command line asks for two logical nodes in one machine.</summary>
    public static bool IsSingleMode(BootParameters boot)
        => boot.Text("softbus.mode") == "single" || boot.Text("softbus.selftest") == "local";
}
