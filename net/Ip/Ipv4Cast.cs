namespace DSoftBus.Net.Ip;

/// <summary>How a received packet was addressed.</summary>
public enum Ipv4Cast : byte
{
    /// <summary>To this host's address.</summary>
    Unicast,

    /// <summary>To a group of which this host is a member.</summary>
    Multicast,

    /// <summary>To the limited or the directed broadcast address.</summary>
    Broadcast,

    /// <summary>Sent to this host's hardware address while it has no IPv4 address: only DHCP may look at it.</summary>
    Unconfigured,
}
