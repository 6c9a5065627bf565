namespace DSoftBus.Runtime.Entropy;

/// <summary>The purposes of random values; with test keys each is a stream of its own, so that timing cannot shift values between them.</summary>
public static class RandomPurpose
{
    public const string NoiseEphemeral = "noise-ephemeral";
    public const string TcpInitialSequence = "tcp-isn";
    public const string TcpPort = "tcp-port";
    public const string TcpTimestamp = "tcp-timestamp";
    public const string TcpCookie = "tcp-cookie";
    public const string TcpTable = "tcp-table";
    public const string TcpChallenge = "tcp-challenge";
    public const string DhcpTransaction = "dhcp-xid";
    public const string ArpProbe = "arp-probe";
    public const string IpIdentification = "ip-id";
    public const string DnsIdentification = "dns-id";
    public const string Jitter = "jitter";
    public const string Nonce = "nonce";
    public const string DeviceKey = "device-key";
}
