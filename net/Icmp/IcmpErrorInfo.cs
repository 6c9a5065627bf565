using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Icmp;

/// <summary>An ICMP error about a packet of ours. It is a hint, anyone on the path could have sent it (RFC 5927): protocols check the quoted bytes.</summary>
/// <param name="Type">Which error.</param>
/// <param name="Code">Of that type, see <see cref="IcmpUnreachableCode"/>.</param>
/// <param name="NextHopMtu">Bytes, with fragmentation needed; else zero.</param>
/// <param name="Reporter">Who says so; the own address when a neighbour did not answer ARP.</param>
/// <param name="Source">Source of the packet in question: an own address.</param>
/// <param name="Destination">Its destination.</param>
public readonly record struct IcmpErrorInfo(
    IcmpType Type,
    byte Code,
    ushort NextHopMtu,
    Ipv4Address Reporter,
    Ipv4Address Source,
    Ipv4Address Destination);
