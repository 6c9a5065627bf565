using DSoftBus.Net.Arp;
using DSoftBus.Net.Icmp;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Ip;

/// <summary>IPv4 on one interface (RFC 791, RFC 1122 section 3): what comes in is checked and given to its protocol, what goes out is routed.</summary>
internal sealed class Ipv4Layer
{
    private readonly LinkOutput _link;
    private readonly ArpLayer _arp;
    private readonly NetCounters _counters;
    private readonly LoopbackQueue _loopback;
    private readonly ReassemblyTable _reassembly;
    private readonly IRandomSource _identifications;
    private readonly ITransportHandler?[] _handlers = new ITransportHandler?[256];
    private InterfaceState _interface;
    private ushort _nextIdentification;
    private bool _identificationDrawn;

    public Ipv4Layer(LinkOutput link, ArpLayer arp, IEntropy entropy, NetStackOptions options, NetCounters counters)
    {
        _link = link;
        _arp = arp;
        _counters = counters;
        _loopback = new LoopbackQueue(options.LoopbackCapacity);
        _reassembly = new ReassemblyTable(options, counters) { TimedOut = OnReassemblyTimedOut };
        _identifications = entropy.For(RandomPurpose.IpIdentification);
        arp.Unresolved = OnUnresolved;
    }

    /// <summary>Asked for every received group address.</summary>
    public Func<Ipv4Address, bool> IsMember { get; set; } = static _ => false;

    /// <summary>The layer that reports an unknown protocol or a closed port to its sender.</summary>
    public IcmpErrorSender? Errors { get; set; }

    public bool HasLoopbackWork => _loopback.Count > 0;

    /// <summary>When the oldest unfinished datagram is given up.</summary>
    public Instant NextDeadline => _reassembly.NextDeadline;

    public void Register(ITransportHandler handler)
    {
        if (_handlers[(byte)handler.Protocol] is not null)
            throw new InvalidOperationException($"Protocol {handler.Protocol} has a handler already.");
        _handlers[(byte)handler.Protocol] = handler;
    }

    public ITransportHandler? Handler(IpProtocol protocol) => _handlers[(byte)protocol];

    public void OnInterfaceChanged(in InterfaceState state)
    {
        _interface = state;
        _reassembly.Clear();
    }

    public void Poll(Instant now) => _reassembly.Poll(now);

    /// <summary>Whether a packet to that address stays on this host.</summary>
    public bool IsLocal(Ipv4Address address) => (_interface.HasAddress && address == _interface.Address) || address.IsLoopback;

    /// <summary>
    /// Puts an IPv4 header in front of the window and sends it; takes over the caller's reference, whatever the answer. A caller
    /// that keeps the buffer adds a reference first and, to send it again, sets the window back (<see cref="PacketBuffer.SetWindow"/>).
    /// </summary>
    public SendStatus Send(PacketBuffer payload, Ipv4Address destination, IpProtocol protocol, in Ipv4SendOptions options, Instant now)
    {
        var status = Prepare(payload, destination, protocol, options, out var nextHop);
        if (status != SendStatus.Sent)
        {
            payload.Release();
            return status;
        }

        _counters.Increment(NetCounter.Ipv4Sent);
        if (IsLocal(destination))
            return SendLocal(payload);
        if (destination.IsMulticast)
        {
            // RFC 1112 section 6.1: members on this host hear it too.
            if (protocol == IpProtocol.Udp && IsMember(destination))
                CopyLocal(payload);
            return _link.Send(payload, destination.GroupHardware(), EtherType.Ipv4);
        }

        return destination.IsLimitedBroadcast || (_interface.HasAddress && _interface.Network.IsBroadcast(destination))
            ? _link.Send(payload, MacAddress.Broadcast, EtherType.Ipv4)
            : _arp.Send(payload, nextHop, now);
    }

    /// <summary>Sends a payload of any length in as many packets as it needs (RFC 791 section 2.3); not to this host itself.</summary>
    /// <returns>The first refusal ends it; what was sent before is lost then, as on any lossy link.</returns>
    public SendStatus SendInPieces(ReadOnlySpan<byte> payload, Ipv4Address destination, IpProtocol protocol, Instant now)
    {
        if (IsLocal(destination))
            return Refuse(SendStatus.TooLong, NetCounter.Ipv4TooLong);
        int most = (_link.Mtu - Ipv4View.MinimumHeaderLength) & ~7;
        ushort identification = NextIdentification();
        for (int offset = 0; offset < payload.Length; offset += most)
        {
            var piece = payload[offset..Math.Min(offset + most, payload.Length)];
            if (!_link.TryRent(out var buffer))
                return SendStatus.NoBuffer;
            piece.CopyTo(buffer.Append(piece.Length));
            var fragment = new Ipv4Fragment(identification, offset, offset + piece.Length < payload.Length);
            var status = Send(buffer, destination, protocol, new Ipv4SendOptions(Fragment: fragment), now);
            if (status != SendStatus.Sent)
                return status;
            _counters.Increment(NetCounter.Ipv4FragmentsSent);
        }

        return SendStatus.Sent;
    }

    /// <summary>A frame's payload; the window is moved to the transport's part and the reference stays the caller's.</summary>
    public void OnPacket(PacketBuffer frame, bool linkBroadcast, Instant now)
    {
        _counters.Increment(NetCounter.Ipv4Received);
        if (Ipv4View.TryParse(frame.Span, frame.TotalLength, out var view) != WireError.None)
        {
            _counters.Increment(NetCounter.Ipv4Malformed);
            return;
        }

        if (!view.IsChecksumValid)
        {
            _counters.Increment(NetCounter.Ipv4BadChecksum);
            return;
        }

        var source = view.Source;
        bool anonymous = source.IsAny && view.Protocol is IpProtocol.Udp or IpProtocol.Igmp;
        if (!anonymous && (!source.IsUsableHost || (_interface.HasAddress && (source == _interface.Address || _interface.Network.IsBroadcast(source)))))
        {
            // RFC 1122 section 3.2.1.3: a source is one host; and nobody else has the own address.
            _counters.Increment(NetCounter.Ipv4BadSource);
            return;
        }

        if (!TryClassify(view.Destination, out var cast))
        {
            _counters.Increment(NetCounter.Ipv4NotForUs);
            return;
        }

        if (linkBroadcast && cast is Ipv4Cast.Unicast or Ipv4Cast.Unconfigured)
        {
            // RFC 1122 section 3.3.6: a link broadcast of a unicast packet is discarded.
            _counters.Increment(NetCounter.Ipv4BroadcastMismatch);
            return;
        }

        if (frame.Next is not null && (view.IsFragment || view.Protocol != IpProtocol.Tcp))
        {
            // Devices put together segments of TCP and nothing else.
            _counters.Increment(NetCounter.Ipv4UnexpectedChain);
            return;
        }

        if (view.IsFragment)
        {
            if (_reassembly.TryComplete(view, cast, now, out var datagram))
            {
                if (Ipv4View.TryParse(datagram.Span, out var whole) == WireError.None)
                    Deliver(datagram, whole, cast, verified: false, now);
                datagram.Release();
            }

            return;
        }

        Deliver(frame, view, cast, frame.Offload.ChecksumVerified, now);
    }

    /// <summary>Hands the packets that this host sent to itself to their protocols.</summary>
    public void DrainLoopback(int budget, Instant now)
    {
        for (; budget > 0 && _loopback.TryTake(out var packet); budget--)
        {
            if (Ipv4View.TryParse(packet.Span, out var view) == WireError.None)
                Deliver(packet, view, view.Destination.IsMulticast ? Ipv4Cast.Multicast : Ipv4Cast.Unicast, verified: true, now);
            packet.Release();
        }
    }

    private void Deliver(PacketBuffer packet, Ipv4View view, Ipv4Cast cast, bool verified, Instant now)
    {
        var info = Describe(view, cast, verified);
        var protocol = view.Protocol;
        CutTo(packet, view.TotalLength);
        packet.TrimStart(info.HeaderLength);
        if (_handlers[(byte)protocol] is { } handler)
        {
            handler.OnPacket(info, packet, now);
            return;
        }

        _counters.Increment(NetCounter.Ipv4UnknownProtocol);
        Errors?.TrySendUnreachable(IcmpUnreachableCode.Protocol, info, packet, now);
    }

    // What lies behind the total length is link padding.
    private static void CutTo(PacketBuffer packet, int length)
    {
        for (var piece = packet; piece is not null; piece = piece.Next)
        {
            if (piece.Length > length)
                piece.TrimEnd(piece.Length - length);
            length -= piece.Length;
        }
    }

    private static Ipv4PacketInfo Describe(Ipv4View view, Ipv4Cast cast, bool verified) =>
        new(view.Source, view.Destination, cast, view.TimeToLive, view.TypeOfService, view.HeaderLength, verified, view.HasRouterAlert);

    private bool TryClassify(Ipv4Address destination, out Ipv4Cast cast)
    {
        cast = Ipv4Cast.Unicast;
        if (_interface.HasAddress && destination == _interface.Address)
            return true;
        cast = Ipv4Cast.Broadcast;
        if (destination.IsLimitedBroadcast || (_interface.HasAddress && _interface.Network.IsBroadcast(destination)))
            return true;
        cast = Ipv4Cast.Multicast;
        if (destination.IsMulticast)
            return IsMember(destination);
        cast = Ipv4Cast.Unconfigured;
        return !_interface.HasAddress;
    }

    private SendStatus Prepare(PacketBuffer payload, Ipv4Address destination, IpProtocol protocol, in Ipv4SendOptions options, out Ipv4Address nextHop)
    {
        nextHop = destination;
        if (!_interface.HasAddress && options.Source is null)
            return Refuse(SendStatus.NoAddress, NetCounter.Ipv4NoAddress);
        if (destination.IsAny || destination.IsReserved)
            return Refuse(SendStatus.BadDestination, NetCounter.Ipv4BadDestination);
        bool onLink = destination.IsMulticast || destination.IsLimitedBroadcast || IsLocal(destination)
            || (_interface.HasAddress && _interface.Network.Contains(destination));
        if (!onLink)
        {
            if (_interface.Gateway is not { } gateway)
                return Refuse(SendStatus.NoRoute, NetCounter.Ipv4NoRoute);
            nextHop = gateway;
        }

        byte hops = options.TimeToLive != 0 ? options.TimeToLive : destination.IsMulticast ? (byte)1 : Ipv4Repr.DefaultTimeToLive;
        var repr = new Ipv4Repr(options.Source ?? _interface.Address, destination, protocol, payload.TotalLength, hops,
            options.Fragment?.Identification ?? (options.DontFragment ? (ushort)0 : NextIdentification()), options.DontFragment, options.RouterAlert,
            options.Fragment?.Offset ?? 0, options.Fragment?.More ?? false);
        if (repr.Length > (payload.Offload.SegmentSize == 0 ? _link.Mtu : _link.SegmentationLimit))
            return Refuse(SendStatus.TooLong, NetCounter.Ipv4TooLong);
        repr.Emit(payload.Prepend(repr.HeaderLength));
        return SendStatus.Sent;
    }

    private SendStatus Refuse(SendStatus status, NetCounter counter)
    {
        _counters.Increment(counter);
        return status;
    }

    private SendStatus SendLocal(PacketBuffer packet)
    {
        bool queued = CopyLocal(packet);
        packet.Release();
        return queued ? SendStatus.Sent : SendStatus.QueueFull;
    }

    /// <summary>A copy, because the sender may keep its buffer for retransmission while the receiver moves the window of what it got.</summary>
    private bool CopyLocal(PacketBuffer packet)
    {
        if (_loopback.IsFull)
        {
            _counters.Increment(NetCounter.Ipv4LoopbackFull);
            return false;
        }

        if (!_link.TryRent(out var copy))
            return false;
        packet.Span.CopyTo(copy.Append(packet.Length));
        _loopback.Add(copy);
        return true;
    }

    /// <summary>RFC 6864 section 4.3: unique per source, destination and protocol for the datagram's lifetime; a counter from a random start is.</summary>
    private ushort NextIdentification()
    {
        if (!_identificationDrawn)
        {
            _identificationDrawn = true;
            _nextIdentification = _identifications.NextUInt16();
        }

        return _nextIdentification++;
    }

    private void OnReassemblyTimedOut(PacketBuffer first, Ipv4Cast cast, Instant now)
    {
        // RFC 1122 section 3.2.2: never about an ICMP error.
        bool answerable = Ipv4View.TryParse(first.Span, out var view) == WireError.None
            && (view.Protocol != IpProtocol.Icmp || (IcmpView.TryParse(view.Payload, out var message) == WireError.None && !message.IsError));
        if (answerable)
        {
            var info = Describe(view, cast, verified: false);
            first.TrimStart(info.HeaderLength);
            Errors?.TrySend(IcmpType.TimeExceeded, IcmpErrorSender.ReassemblyTimeExceeded, info, first, now);
        }

        first.Release();
    }

    /// <summary>A neighbour did not answer: the protocol hears it as "host unreachable" from this host (RFC 1122 section 2.3.2.2 asks for no silence).</summary>
    private void OnUnresolved(PacketBuffer packet, Instant now)
    {
        if (Ipv4View.TryParse(packet.Span, packet.TotalLength, out var view) == WireError.None && _handlers[(byte)view.Protocol] is { } handler)
        {
            var error = new IcmpErrorInfo(IcmpType.DestinationUnreachable, (byte)IcmpUnreachableCode.Host, 0, view.Source, view.Source, view.Destination);
            handler.OnError(error, view.Payload, now);
        }

        packet.Release();
    }
}
