using System.Buffers.Binary;
using DSoftBus.Net.Icmp;
using DSoftBus.Net.Ip;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp.Opening;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>TCP plugged into a <see cref="NetStack"/>: protocol 6 in, IPv4 packets with Don't Fragment out (RFC 1191 section 3).</summary>
public sealed class TcpTransport : IBatchHandler, ITcpNetwork
{
    private const int QuotedPorts = 4;
    private const int QuotedSequence = 4;

    private readonly NetStack _stack;
    private readonly PathMtuTable _paths;
    private readonly IClock _clock;
    private Ipv4Address? _address;

    /// <param name="stack">The handler registers itself with it.</param>
    /// <param name="buffers">The device's buffers.</param>
    /// <param name="clock">Only to tell the neighbour cache when a segment was sent.</param>
    /// <param name="settings">Sizes and times.</param>
    /// <param name="numbers">Initial sequence numbers; null: <see cref="KeyedNumbers"/>.</param>
    public TcpTransport(NetStack stack, PacketPool buffers, IClock clock, TcpSettings? settings = null, IInitialNumbers? numbers = null)
    {
        _stack = stack;
        _clock = clock;
        Buffers = buffers;
        settings ??= new TcpSettings();
        _paths = new PathMtuTable(settings.PathMtuCapacity, settings.PathMtuLifetime);
        Layer = new TcpLayer(this, stack.Entropy, settings, numbers);
        stack.Register(this);
    }

    public TcpLayer Layer { get; }

    public IpProtocol Protocol => IpProtocol.Tcp;

    public Instant NextDeadline => Layer.NextDeadline;

    public PacketPool Buffers { get; }

    // Ethernet and IPv4 headers, and room for what a device wants in front.
    public int Headroom => 64;

    /// <summary>Timers, and whatever the device or the loopback queue refused before: call it after each <see cref="NetStack.Poll"/>.</summary>
    public void Poll(Instant now) => Layer.Poll(now);

    public void BeginBatch() => Layer.BeginBatch();

    public void EndBatch(Instant now) => Layer.EndBatch(now);

    public void OnPacket(in Ipv4PacketInfo packet, PacketBuffer payload, Instant now)
    {
        if (packet.Cast == Ipv4Cast.Unicast)
            Layer.OnSegment(new SegmentText(payload), packet.Source, packet.Destination, packet.ChecksumVerified, now);
        else
            Layer.Counters.Add(TcpCounter.NotForUs);
    }

    public void OnError(in IcmpErrorInfo error, ReadOnlySpan<byte> transport, Instant now)
    {
        if (transport.Length < QuotedPorts || error.Type != IcmpType.DestinationUnreachable)
            return;
        var key = new TcpKey(error.Source, BinaryPrimitives.ReadUInt16BigEndian(transport), error.Destination, BinaryPrimitives.ReadUInt16BigEndian(transport[2..]));

        if (error.Code == (byte)IcmpUnreachableCode.FragmentationNeeded)
        {
            OnPacketTooBig(key, error.NextHopMtu, transport, now);
            return;
        }

        // RFC 1122 section 4.2.3.9: protocol and port unreachable are hard; host and network unreachable are hints.
        if (QuotesFlight(key, transport))
            Layer.OnUnreachable(key, (IcmpUnreachableCode)error.Code is IcmpUnreachableCode.Protocol or IcmpUnreachableCode.Port);
    }

    public void OnInterfaceChanged(in InterfaceState state, Instant now)
    {
        if (_address is { } old && !(state.HasAddress && state.Address == old))
            Layer.OnAddressLost(old);
        _address = state.HasAddress ? state.Address : null;
    }

    public int MtuTowards(Ipv4Address destination) => _paths.Towards(destination, _stack.Mtu, _clock.Now);

    public bool FillsChecksum(Ipv4Address destination) => (_stack.DeviceFeatures & NetDeviceFeatures.TransmitChecksum) != 0 && !_stack.IsLocal(destination);

    public int SegmentationLimit(Ipv4Address destination) =>
        (_stack.DeviceFeatures & NetDeviceFeatures.TransmitSegmentation) != 0 && FillsChecksum(destination) ? _stack.SegmentationLimit : 0;

    public bool TryGetSource(Ipv4Address destination, out Ipv4Address source)
    {
        var state = _stack.Interface;
        source = state.Address;

        // RFC 9293 section 3.9.2.3: no connection to a broadcast address.
        return state.HasAddress && !state.Network.IsBroadcast(destination) && (state.Network.Contains(destination) || state.Gateway is not null);
    }

    public bool IsOwn(Ipv4Address address) => _address == address;

    public TransmitStatus Send(PacketBuffer segment, Ipv4Address source, Ipv4Address destination)
    {
        segment.AddReference();
        var status = _stack.SendIpv4(segment, destination, IpProtocol.Tcp, new Ipv4SendOptions(DontFragment: true, Source: source), _clock.Now);

        // What cannot be sent at all is as good as lost: timers decide. What the queues refused comes again at the next poll.
        return status is SendStatus.QueueFull or SendStatus.NoBuffer ? TransmitStatus.Full : TransmitStatus.Queued;
    }

    // RFC 1191 section 3, with the check of RFC 5927 section 7.2: only what quotes a segment in flight is believed.
    private void OnPacketTooBig(TcpKey key, ushort reported, ReadOnlySpan<byte> transport, Instant now)
    {
        if (!QuotesFlight(key, transport) || !_paths.TryLower(key.Remote, reported, _stack.Mtu, now))
        {
            Layer.Counters.Add(TcpCounter.PathMtuIgnored);
            return;
        }

        Layer.Counters.Add(TcpCounter.PathMtuLowered);
        Layer.OnPathMtuChanged(key.Remote, now);
    }

    // RFC 5927 section 4.1: who has not seen our segments cannot quote their numbers.
    private bool QuotesFlight(TcpKey key, ReadOnlySpan<byte> transport) =>
        transport.Length >= QuotedSequence + sizeof(uint)
        && Layer.IsInFlight(key, new SequenceNumber(BinaryPrimitives.ReadUInt32BigEndian(transport[QuotedSequence..])));
}
