namespace DSoftBus.Net.Stack;

/// <summary>The layer a counter belongs to; the upper bits of its number. Append only: the facade's STAT shows these numbers.</summary>
public enum NetCounterGroup : byte
{
    Link = 0,
    Arp = 1,
    Ipv4 = 2,
    Icmp = 3,
    Igmp = 4,
    Udp = 5,
    Tcp = 6,
    Dhcp = 7,
    Dns = 8,

    /// <summary>The rest of TCP's.</summary>
    TcpMore = 9,

    /// <summary>The sockets facade's own.</summary>
    Facade = 10,

    /// <summary>The device's, by <see cref="Runtime.Devices.NetDeviceCounter"/>.</summary>
    Device = 11,
}
