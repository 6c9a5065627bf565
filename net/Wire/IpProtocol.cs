namespace DSoftBus.Net.Wire;

/// <summary>The protocol field of an IPv4 header (IANA protocol numbers).</summary>
public enum IpProtocol : byte
{
    Icmp = 1,
    Igmp = 2,
    Tcp = 6,
    Udp = 17,
}
