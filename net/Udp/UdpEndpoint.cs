using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Udp;

/// <summary>An address and a port.</summary>
public readonly record struct UdpEndpoint(Ipv4Address Address, ushort Port)
{
    public override string ToString() => $"{Address}:{Port}";
}
