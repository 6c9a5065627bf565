using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Ip;

/// <summary>Fragments that agree in this belong to one datagram (RFC 791 section 2.3).</summary>
internal readonly record struct ReassemblyKey(Ipv4Address Source, Ipv4Address Destination, IpProtocol Protocol, ushort Identification)
{
    public static ReassemblyKey Of(Ipv4View view) => new(view.Source, view.Destination, view.Protocol, view.Identification);
}
