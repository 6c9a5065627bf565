using DSoftBus.Net.Icmp;
using DSoftBus.Net.Igmp;
using DSoftBus.Net.Ip;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Udp;

/// <summary>UDP (RFC 768, RFC 1122 section 4.1): bound sockets, delivery by address and group, port unreachable for the rest.</summary>
public sealed class UdpLayer : ITransportHandler
{
    private readonly LinkOutput _link;
    private readonly Ipv4Layer _ip;
    private readonly IgmpHost _igmp;
    private readonly IcmpErrorSender _errors;
    private readonly NetStackOptions _options;
    private readonly NetCounters _counters;
    private readonly IRandomSource _ports;
    private readonly List<UdpSocket> _sockets;
    private InterfaceState _interface;
    private int _held;

    internal UdpLayer(LinkOutput link, Ipv4Layer ip, IgmpHost igmp, IcmpErrorSender errors, IEntropy entropy, NetStackOptions options, NetCounters counters)
    {
        _link = link;
        _ip = ip;
        _igmp = igmp;
        _errors = errors;
        _options = options;
        _counters = counters;
        _ports = entropy.For(RandomPurpose.DnsIdentification);
        _sockets = new List<UdpSocket>(options.UdpSocketCapacity);
    }

    public IpProtocol Protocol => IpProtocol.Udp;

    /// <summary>UDP has no timers.</summary>
    public Instant NextDeadline => Instant.Never;

    /// <summary>Bound sockets, in the order in which they were bound.</summary>
    public int SocketCount => _sockets.Count;

    internal IDatagramSink? Sink { get; set; }

    /// <summary>Binds a socket.</summary>
    /// <param name="address">0.0.0.0, the own address, or a group.</param>
    /// <param name="port">Zero: a random ephemeral port (RFC 6056 section 3.3.1).</param>
    /// <param name="share">Whether other sockets that say so too may bind the same port.</param>
    /// <param name="socket">The socket, closed by its owner.</param>
    public UdpBindStatus TryBind(Ipv4Address address, ushort port, bool share, out UdpSocket? socket)
    {
        socket = null;
        if (!address.IsAny && !address.IsMulticast && !_ip.IsLocal(address))
            return UdpBindStatus.BadAddress;
        if (_sockets.Count == _options.UdpSocketCapacity)
            return UdpBindStatus.TableFull;
        if (port == 0)
        {
            if (!TryPickPort(out port))
                return UdpBindStatus.PortInUse;
        }
        else if (Sink is { IsOpen: true } sink && sink.Port == port)
        {
            return UdpBindStatus.PortInUse;
        }

        foreach (var other in _sockets)
        {
            bool overlaps = other.LocalPort == port && (other.LocalAddress == address || other.LocalAddress.IsAny || address.IsAny);
            if (overlaps && !(share && other.SharesPort))
                return UdpBindStatus.PortInUse;
        }

        socket = new UdpSocket(this, address, port, share, _options.UdpQueueCapacity, _options.GroupCapacity);
        _sockets.Add(socket);
        return UdpBindStatus.Bound;
    }

    public void Poll(Instant now)
    {
    }

    public void OnPacket(in Ipv4PacketInfo packet, PacketBuffer payload, Instant now)
    {
        _counters.Increment(NetCounter.UdpReceived);
        if (UdpView.TryParse(payload.Span, out var view) != WireError.None)
        {
            _counters.Increment(NetCounter.UdpMalformed);
            return;
        }

        if (!packet.ChecksumVerified && !view.IsChecksumValid(packet.Source, packet.Destination))
        {
            _counters.Increment(NetCounter.UdpBadChecksum);
            return;
        }

        if (Sink is { IsOpen: true } sink && sink.Port == view.DestinationPort)
        {
            sink.OnDatagram(packet, view, now);
            return;
        }

        // Without an own address, or from a sender without one, there is nobody to answer.
        if (packet.Cast == Ipv4Cast.Unconfigured || packet.Source.IsAny)
        {
            _counters.Increment(NetCounter.UdpNoSocket);
            return;
        }

        var from = new UdpEndpoint(packet.Source, view.SourcePort);
        ushort port = view.DestinationPort;
        int offset = payload.Headroom, length = payload.Length;
        payload.SetWindow(offset + UdpView.HeaderLength, view.Payload.Length);
        bool delivered = packet.Cast switch
        {
            Ipv4Cast.Multicast => DeliverToGroup(packet.Destination, port, payload, from),
            Ipv4Cast.Broadcast => DeliverToAll(packet.Destination, port, payload, from),
            _ => DeliverToOne(packet.Destination, port, payload, from),
        };
        if (delivered || packet.Cast == Ipv4Cast.Multicast)
            return;
        _counters.Increment(NetCounter.UdpNoSocket);
        payload.SetWindow(offset, length);
        _errors.TrySendUnreachable(IcmpUnreachableCode.Port, packet, payload, now);
    }

    public void OnError(in IcmpErrorInfo error, ReadOnlySpan<byte> transport, Instant now) => _counters.Increment(NetCounter.UdpErrorsReceived);

    public void OnInterfaceChanged(in InterfaceState state, Instant now) => _interface = state;

    internal SendStatus Send(UdpSocket socket, UdpEndpoint destination, ReadOnlySpan<byte> payload, Instant now)
    {
        if (payload.Length > _link.Mtu - Ipv4View.MinimumHeaderLength - UdpView.HeaderLength)
            return SendStatus.TooLong;
        if (!_link.TryRent(out var buffer))
            return SendStatus.NoBuffer;
        payload.CopyTo(buffer.Append(payload.Length));
        return Send(socket, destination, buffer, now);
    }

    internal SendStatus Send(UdpSocket socket, UdpEndpoint destination, PacketBuffer payload, Instant now)
    {
        if (!_interface.HasAddress)
        {
            payload.Release();
            return SendStatus.NoAddress;
        }

        return Send(payload, _interface.Address, socket.LocalPort, destination, default, now);
    }

    /// <summary>Puts the UDP header in front and sends; takes over the reference.</summary>
    internal SendStatus Send(PacketBuffer payload, Ipv4Address source, ushort sourcePort, UdpEndpoint destination, in Ipv4SendOptions options, Instant now)
    {
        var repr = new UdpRepr(sourcePort, destination.Port, payload.Length);
        if (repr.Length > _link.Mtu)
        {
            payload.Release();
            return SendStatus.TooLong;
        }

        repr.Emit(payload.Prepend(UdpView.HeaderLength));
        if ((_link.Features & NetDeviceFeatures.TransmitChecksum) == 0 || _ip.IsLocal(destination.Address))
        {
            // A packet to this host passes no device.
            UdpRepr.FillChecksum(payload.Span, source, destination.Address);
            payload.Offload = default;
        }
        else
        {
            UdpRepr.SeedChecksum(payload.Span, payload.Length, source, destination.Address);
            payload.Offload = new PacketOffload { ChecksumStart = payload.Headroom, ChecksumField = UdpRepr.ChecksumOffset };
        }

        var status = _ip.Send(payload, destination.Address, IpProtocol.Udp, options, now);
        if (status == SendStatus.Sent)
            _counters.Increment(NetCounter.UdpSent);
        return status;
    }

    internal bool Join(UdpSocket socket, Ipv4Address group, Instant now)
    {
        if (socket.IsJoined(group))
            return true;
        if (socket.GroupCount == socket.Groups.Length || !_igmp.Join(group, now))
            return false;
        socket.Groups[socket.GroupCount++] = group;
        return true;
    }

    internal bool Leave(UdpSocket socket, Ipv4Address group, Instant now)
    {
        int index = socket.Groups.AsSpan(0, socket.GroupCount).IndexOf(group);
        if (index < 0)
            return false;
        socket.Groups[index] = socket.Groups[--socket.GroupCount];
        _igmp.Leave(group, now);
        return true;
    }

    internal void Remove(UdpSocket socket) => _sockets.Remove(socket);

    internal void OnTaken() => _held--;

    internal void CountTruncated() => _counters.Increment(NetCounter.UdpTruncated);

    private bool DeliverToOne(Ipv4Address destination, ushort port, PacketBuffer payload, UdpEndpoint from)
    {
        UdpSocket? best = null;
        foreach (var socket in _sockets)
        {
            if (socket.LocalPort != port || (socket.LocalAddress != destination && !socket.LocalAddress.IsAny))
                continue;
            if (best is null || (best.LocalAddress.IsAny && !socket.LocalAddress.IsAny))
                best = socket;
        }

        if (best is null)
            return false;
        Deliver(best, payload, from, destination);
        return true;
    }

    private bool DeliverToAll(Ipv4Address destination, ushort port, PacketBuffer payload, UdpEndpoint from)
    {
        bool any = false;
        foreach (var socket in _sockets)
        {
            if (socket.LocalPort != port || !socket.LocalAddress.IsAny)
                continue;
            Deliver(socket, payload, from, destination);
            any = true;
        }

        return any;
    }

    private bool DeliverToGroup(Ipv4Address group, ushort port, PacketBuffer payload, UdpEndpoint from)
    {
        bool any = false;
        foreach (var socket in _sockets)
        {
            if (socket.LocalPort != port || !socket.IsJoined(group) || (socket.LocalAddress.IsMulticast && socket.LocalAddress != group))
                continue;
            Deliver(socket, payload, from, group);
            any = true;
        }

        if (!any)
            _counters.Increment(NetCounter.UdpNotJoined);
        return any;
    }

    private void Deliver(UdpSocket socket, PacketBuffer payload, UdpEndpoint from, Ipv4Address to)
    {
        if (_held >= _options.UdpHeldBuffers)
            _counters.Increment(NetCounter.UdpHeldLimit);
        else if (!socket.TryEnqueue(payload, from, to))
            _counters.Increment(NetCounter.UdpQueueFull);
        else
            _held++;
    }

    /// <summary>RFC 6056 algorithm 1: a random start, then the next free one.</summary>
    private bool TryPickPort(out ushort port)
    {
        int span = _options.EphemeralPortLast - _options.EphemeralPortFirst + 1;
        int start = _ports.NextUInt16();
        for (int i = 0; i < span; i++)
        {
            port = (ushort)(_options.EphemeralPortFirst + ((start + i) % span));
            if (!IsUsed(port))
                return true;
        }

        port = 0;
        return false;
    }

    private bool IsUsed(ushort port)
    {
        foreach (var socket in _sockets)
        {
            if (socket.LocalPort == port)
                return true;
        }

        return false;
    }
}
