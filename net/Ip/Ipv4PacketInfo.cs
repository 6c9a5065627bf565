using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Ip;

/// <summary>What the transport learns of a received packet's IPv4 header.</summary>
/// <param name="Source">A single host, checked; 0.0.0.0 only to UDP and IGMP.</param>
/// <param name="Destination">Own address, broadcast, or a group of which this host is a member.</param>
/// <param name="Cast">How it was addressed.</param>
/// <param name="TimeToLive">As received.</param>
/// <param name="TypeOfService">As received, with the congestion bits.</param>
/// <param name="HeaderLength">Bytes of the IPv4 header, which lies right before the payload's window in its buffer.</param>
/// <param name="ChecksumVerified">The device has verified the transport checksum, or the packet never left this host.</param>
/// <param name="RouterAlert">Whether the header has that option.</param>
public readonly record struct Ipv4PacketInfo(
    Ipv4Address Source,
    Ipv4Address Destination,
    Ipv4Cast Cast,
    byte TimeToLive,
    byte TypeOfService,
    int HeaderLength,
    bool ChecksumVerified,
    bool RouterAlert);
