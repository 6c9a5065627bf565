namespace DSoftBus.Net.Facade;

/// <summary>How a datagram socket is bound (UDP_BIND v3); all other bits are zero.</summary>
[Flags]
public enum UdpBindFlags : byte
{
    /// <summary>The port is the socket's alone.</summary>
    None = 0,

    /// <summary>Sockets that say so too may have the same port: groups are heard by all of them, other datagrams by the first that bound it.</summary>
    Share = 1,
}
