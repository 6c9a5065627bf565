using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Dhcp;

/// <summary>What a DHCP client can do to its host.</summary>
internal interface IDhcpHost
{
    /// <summary>Sends to the server port. To broadcast the source address is zero unless the message names an address of the client.</summary>
    void SendDhcp(in DhcpRepr message, Ipv4Address destination, Instant now);

    /// <summary>A new lease, or the old one extended.</summary>
    void Bind(in DhcpLease lease, Instant now);

    /// <summary>The lease ended or was refused.</summary>
    void Unbind(Instant now);

    /// <summary>No server answered in time; the client has stopped.</summary>
    void TakeFallback(Instant now);
}
