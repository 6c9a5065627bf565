using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>A small DHCP server whose every answer a test can change or withhold.</summary>
internal sealed class DhcpScriptServer
{
    private readonly ScriptedHost _host;

    public DhcpScriptServer(ScriptedHost host)
    {
        _host = host;
        host.OnFrame = OnFrame;
    }

    /// <summary>What clients sent, in order, with the destination of each.</summary>
    public List<(DhcpRepr Message, Ipv4Address Source, Ipv4Address Destination)> Requests { get; } = [];

    public Ipv4Address Leased { get; set; } = new(10, 42, 0, 77);

    public uint LeaseSeconds { get; set; } = 3600;

    /// <summary>Given the client's message and the standard answer; null withholds it.</summary>
    public Func<DhcpRepr, DhcpRepr, DhcpRepr?> Change { get; set; } = static (_, answer) => answer;

    /// <summary>The answer's bytes as they shall be sent.</summary>
    public Func<byte[], byte[]> Rewrite { get; set; } = static message => message;

    /// <summary>Whether answers go to everybody instead of to the address that they are about.</summary>
    public bool Broadcasts { get; set; }

    private void OnFrame(byte[] frame)
    {
        if (EthernetView.TryParse(frame, out var ethernet) != WireError.None || ethernet.Type != EtherType.Ipv4
            || Ipv4View.TryParse(ethernet.Payload, out var packet) != WireError.None || packet.Protocol != IpProtocol.Udp
            || UdpView.TryParse(packet.Payload, out var udp) != WireError.None || udp.DestinationPort != 67
            || DhcpView.TryParse(udp.Payload, out var view) != WireError.None)
        {
            return;
        }

        var request = DhcpRepr.From(view);
        Requests.Add((request, packet.Source, packet.Destination));
        var standard = new DhcpRepr(request.MessageType == DhcpMessageType.Discover ? DhcpMessageType.Offer : DhcpMessageType.Ack, request.TransactionId, request.ClientHardware)
        {
            IsReply = true,
            YourAddress = Leased,
            ServerIdentifier = _host.Address,
            SubnetMask = 0xffffff00,
            Router = _host.Address,
            DomainNameServer = _host.Address,
            LeaseTime = LeaseSeconds,
        };
        if (Change(request, standard) is not { } answer)
            return;
        byte[] message = new byte[answer.Length];
        answer.Emit(message);
        if (Broadcasts)
            _host.SendUdp(MacAddress.Broadcast, Ipv4Address.LimitedBroadcast, 67, 68, Rewrite(message));
        else
            _host.SendUdp(ethernet.Source, request.ClientAddress.IsAny ? answer.YourAddress : request.ClientAddress, 67, 68, Rewrite(message));
    }
}
