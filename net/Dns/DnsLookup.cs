using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Dns;

/// <summary>One lookup; reused. Each has a socket of its own, so that the port is as random as the id (RFC 5452 section 9.2).</summary>
internal sealed class DnsLookup
{
    public const int MaximumAddresses = 8;

    public DnsState State { get; set; }

    public uint Id { get; set; }

    public ushort QueryId { get; set; }

    public byte[] Name { get; } = new byte[DnsName.MaximumLength];

    public int NameLength { get; set; }

    /// <summary>Asked in turn; the same twice when only one is known.</summary>
    public (Ipv4Address First, Ipv4Address Second) Servers { get; set; }

    public bool HasAlternate => Servers.First != Servers.Second;

    /// <summary>Answers that said nothing about the name.</summary>
    public int Failures { get; set; }

    public UdpSocket? Socket { get; set; }

    public int Attempt { get; set; }

    public Instant Deadline { get; set; }

    public Ipv4Address[] Addresses { get; } = new Ipv4Address[MaximumAddresses];

    public int AddressCount { get; set; }

    public bool WasAsked(Ipv4Address server) => server == Servers.First || (Attempt > 1 && server == Servers.Second);
}
