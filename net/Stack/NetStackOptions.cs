using DSoftBus.Net.Arp;
using DSoftBus.Net.Dhcp;
using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Stack;

/// <summary>Sizes and times of a stack. Every table has its bound here; all are allocated when the stack is made.</summary>
public sealed record NetStackOptions
{
    /// <summary>Frames taken from the device, and packets from the loopback queue, in one poll.</summary>
    public int ReceiveBudget { get; init; } = 64;

    /// <summary>Packets to the own address that wait for the next poll.</summary>
    public int LoopbackCapacity { get; init; } = 32;

    /// <summary>Datagrams that arrive in pieces at a time; zero refuses all fragments.</summary>
    public int ReassemblyCapacity { get; init; } = 4;

    /// <summary>The largest datagram put together, header and payload, bytes; RFC 1122 section 3.3.2 wants at least 576.</summary>
    public int ReassemblyMaximum { get; init; } = 65535;

    /// <summary>From a datagram's first piece until it is given up (RFC 1122 section 3.3.2: 60 to 120 seconds).</summary>
    public TimeSpan ReassemblyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Entries of the neighbour cache.</summary>
    public int NeighborCapacity { get; init; } = 64;

    /// <summary>How long a neighbour's address is believed without confirmation (RFC 1122 section 2.3.2.1: about a minute).</summary>
    public TimeSpan NeighborLifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>At most one request per second and destination (RFC 1122 section 2.3.2.1).</summary>
    public TimeSpan NeighborRetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    public int NeighborAttempts { get; init; } = 3;

    public ConflictOptions Conflict { get; init; } = new();

    /// <summary>Groups that the interface can be a member of at a time.</summary>
    public int GroupCapacity { get; init; } = 16;

    /// <summary>Upper bound of the random delay of the second unsolicited report (RFC 2236 section 8.10).</summary>
    public TimeSpan UnsolicitedReportInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Echo requests that wait for their reply.</summary>
    public int EchoCapacity { get; init; } = 8;

    /// <summary>ICMP errors per second (RFC 1812 section 4.3.2.8), and how many at once.</summary>
    public int IcmpErrorsPerSecond { get; init; } = 10;

    public int IcmpErrorBurst { get; init; } = 10;

    public int UdpSocketCapacity { get; init; } = 32;

    /// <summary>Datagrams that wait in one socket.</summary>
    public int UdpQueueCapacity { get; init; } = 16;

    /// <summary>Packet buffers that all sockets together may hold; keep it well below the device's pool.</summary>
    public int UdpHeldBuffers { get; init; } = 64;

    /// <summary>Ports given out when none is asked for (RFC 6335 section 6), inclusive.</summary>
    public ushort EphemeralPortFirst { get; init; } = 49152;

    public ushort EphemeralPortLast { get; init; } = 65535;

    public int DnsQueryCapacity { get; init; } = 4;

    /// <summary>Per query, over all resolvers in turn.</summary>
    public int DnsAttempts { get; init; } = 4;

    /// <summary>Until the first retry; doubled each time.</summary>
    public TimeSpan DnsTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Resolver before DHCP names one.</summary>
    public Ipv4Address? Resolver { get; init; }

    public DhcpOptions Dhcp { get; init; } = new();
}
