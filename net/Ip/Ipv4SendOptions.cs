using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Ip;

/// <summary>What a transport may choose about the IPv4 header of a packet it sends.</summary>
/// <param name="TimeToLive">Zero: 64, or 1 to a group (RFC 1112 section 6.1).</param>
/// <param name="DontFragment">Atomic packet with identification zero (RFC 6864 section 4.1); else an identification is drawn.</param>
/// <param name="RouterAlert">Adds the option (RFC 2113).</param>
/// <param name="Source">Null: the interface's address. Any other value is for protocols that work without one.</param>
/// <param name="Fragment">Not null: the payload is this part of a datagram.</param>
public readonly record struct Ipv4SendOptions(
    byte TimeToLive = 0,
    bool DontFragment = false,
    bool RouterAlert = false,
    Ipv4Address? Source = null,
    Ipv4Fragment? Fragment = null);
