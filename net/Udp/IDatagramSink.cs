using DSoftBus.Net.Ip;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Udp;

/// <summary>The one port that works without an address: DHCP's.</summary>
internal interface IDatagramSink
{
    ushort Port { get; }

    /// <summary>False: it does not want datagrams now.</summary>
    bool IsOpen { get; }

    void OnDatagram(in Ipv4PacketInfo packet, UdpView datagram, Instant now);
}
