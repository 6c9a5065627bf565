using DSoftBus.Net.Ip;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Dhcp;

/// <summary>Carries a DHCP client's messages over UDP and its decisions to the interface.</summary>
internal sealed class DhcpService(LinkOutput link, UdpLayer udp, NetCounters counters, Action<InterfaceState, Instant> configure, DhcpOptions options)
    : IDhcpHost, IDatagramSink
{
    private const ushort ClientPort = 68, ServerPort = 67; // RFC 2131 section 4.1

    public DhcpClient? Client { get; set; }

    public ushort Port => ClientPort;

    public bool IsOpen => Client is { State: not DhcpState.Stopped };

    public void OnDatagram(in Ipv4PacketInfo packet, UdpView datagram, Instant now)
    {
        if (datagram.SourcePort != ServerPort || DhcpView.TryParse(datagram.Payload, out var view) != WireError.None)
        {
            counters.Increment(NetCounter.DhcpMalformed);
            return;
        }

        Client?.OnMessage(view, now);
    }

    public void SendDhcp(in DhcpRepr message, Ipv4Address destination, Instant now)
    {
        if (!link.TryRent(out var buffer))
            return;
        message.Emit(buffer.Append(message.Length));

        // RFC 2131 section 4.1: the source is zero until the client has its address.
        var sendOptions = new Ipv4SendOptions(Source: message.ClientAddress);
        udp.Send(buffer, message.ClientAddress, ClientPort, new UdpEndpoint(destination, ServerPort), sendOptions, now);
    }

    public void Bind(in DhcpLease lease, Instant now) =>
        configure(new InterfaceState(AddressOrigin.Dhcp, lease.Network, lease.Gateway, lease.Resolver) { AlternateResolver = lease.AlternateResolver }, now);

    public void Unbind(Instant now) => configure(default, now);

    public void TakeFallback(Instant now) => configure(
        new InterfaceState(AddressOrigin.Fallback, options.Fallback ?? DhcpOptions.FallbackFor(link.Address.Last), null, null), now);
}
