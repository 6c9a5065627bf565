using System.Diagnostics.CodeAnalysis;
using DSoftBus.Net.Arp;
using DSoftBus.Net.Dhcp;
using DSoftBus.Net.Dns;
using DSoftBus.Net.Icmp;
using DSoftBus.Net.Igmp;
using DSoftBus.Net.Ip;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Stack;

/// <summary>
/// One interface's TCP/IP stack. Used from one loop; reads no clock, waits for nothing: its owner calls <see cref="Poll"/> when the
/// device has frames, when <see cref="NextDeadline"/> has come, and after work of its own that may have queued packets to itself.
/// </summary>
public sealed class NetStack
{
    private readonly INetDevice _device;
    private readonly LinkOutput _link;
    private readonly ArpLayer _arp;
    private readonly Ipv4Layer _ip;
    private readonly DhcpClient _dhcp;
    private readonly List<ITransportHandler> _handlers = [];
    private readonly List<IBatchHandler> _batchHandlers = [];
    private InterfaceState _interface;
    private bool _moreFrames;

    /// <param name="device">Stays the caller's, who disposes it after the stack's last use.</param>
    /// <param name="entropy">Values by purpose; without any, predictable ones are used, see <see cref="Entropy"/>.</param>
    /// <param name="options">Sizes and times.</param>
    public NetStack(INetDevice device, IEntropy entropy, NetStackOptions options)
    {
        _device = device;
        Options = options;
        Entropy = new NetEntropy(entropy, device.Address);
        _link = new LinkOutput(device, Counters);
        _arp = new ArpLayer(_link, Entropy, options, Counters);
        _ip = new Ipv4Layer(_link, _arp, Entropy, options, Counters);
        var errors = new IcmpErrorSender(_link, _ip, options, Counters);
        Icmp = new IcmpLayer(_link, _ip, options, Counters);
        Igmp = new IgmpHost(_link, _ip, Entropy, options, Counters);
        Udp = new UdpLayer(_link, _ip, Igmp, errors, Entropy, options, Counters);
        Dns = new DnsResolver(Udp, Entropy, options, Counters);
        var service = new DhcpService(_link, Udp, Counters, Configure, options.Dhcp);
        _dhcp = new DhcpClient(service, device.Address, Entropy, options.Dhcp, Counters);
        service.Client = _dhcp;
        _arp.AddressLost = _dhcp.Decline;
        Udp.Sink = service;
        _ip.IsMember = Igmp.IsMember;
        _ip.Errors = errors;
        Register(Icmp);
        Register(Igmp);
        Register(Udp);
    }

    public NetStackOptions Options { get; }

    public NetCounters Counters { get; } = new();

    /// <summary>Random values by purpose that are always there; predictable while the machine has no entropy.</summary>
    public IEntropy Entropy { get; }

    public IcmpLayer Icmp { get; }

    public IgmpHost Igmp { get; }

    public UdpLayer Udp { get; }

    public DnsResolver Dns { get; }

    /// <summary>The interface's hardware address.</summary>
    public MacAddress HardwareAddress => _device.Address;

    /// <summary>The largest IPv4 packet, bytes.</summary>
    public int Mtu => _link.Mtu;

    /// <summary>Address, prefix, gateway and where they came from.</summary>
    public InterfaceState Interface => _interface;

    /// <summary>Grows with every change of <see cref="Interface"/>, so that a task can tell that there was one.</summary>
    public int InterfaceVersion { get; private set; }

    public DhcpState DhcpState => _dhcp.State;

    /// <summary>What the device does for the transport: which checksums need not be computed, and which segments not be cut here.</summary>
    public NetDeviceFeatures DeviceFeatures => _link.Features;

    /// <summary>What the device counted.</summary>
    public long DeviceCount(NetDeviceCounter counter) => _device.Count(counter);

    /// <summary>The largest IPv4 packet that may be sent with a segment size, bytes; see <see cref="INetDevice.SegmentationLimit"/>.</summary>
    public int SegmentationLimit => _link.SegmentationLimit;

    /// <summary>When <see cref="Poll"/> is wanted next; <see cref="Instant.Zero"/>: at once, there is work left.</summary>
    public Instant NextDeadline
    {
        get
        {
            if (_moreFrames || _ip.HasLoopbackWork)
                return Instant.Zero;
            var next = Instant.Min(Instant.Min(_arp.NextDeadline, _ip.NextDeadline), Instant.Min(_dhcp.NextDeadline, Dns.NextDeadline));
            foreach (var handler in _handlers)
                next = Instant.Min(next, handler.NextDeadline);
            return next;
        }
    }

    /// <summary>Plugs a protocol in, once per protocol number; TCP is 6. Before the address is configured: a handler hears of changes only.</summary>
    public void Register(ITransportHandler handler)
    {
        _ip.Register(handler);
        _handlers.Add(handler);
        if (handler is IBatchHandler batch)
            _batchHandlers.Add(batch);
    }

    /// <summary>Looks for a DHCP server by the options; with <see cref="DhcpOptions.FallbackAfter"/> zero the static address is taken at once.</summary>
    public void StartDhcp(Instant now) => _dhcp.Start(now);

    /// <summary>Gives a lease back before the machine leaves the link (RFC 2131 section 4.4.6), which takes until <see cref="DhcpState"/> is stopped; without one nothing happens.</summary>
    public void ReleaseLease(Instant now) => _dhcp.Release(now);

    /// <summary>Takes an address at once; DHCP stops.</summary>
    public void ConfigureStatic(Ipv4Network network, Ipv4Address? gateway, Instant now)
    {
        _dhcp.Stop();
        Configure(new InterfaceState(AddressOrigin.Static, network, gateway, Options.Resolver), now);
    }

    /// <summary>Takes received frames up to the budget, then packets to the own address, then runs whatever timer is due.</summary>
    public void Poll(Instant now)
    {
        ReceiveFrames(now);
        _ip.DrainLoopback(Options.ReceiveBudget, now);
        _dhcp.Poll(now);
        _arp.Poll(now);
        _ip.Poll(now);
        foreach (var handler in _handlers)
        {
            if (now >= handler.NextDeadline)
                handler.Poll(now);
        }

        Dns.Poll(now);
    }

    /// <summary>An empty buffer of the device's pool with headroom for all headers; the caller owns the one reference.</summary>
    public bool TryRent([NotNullWhen(true)] out PacketBuffer? buffer) => _link.TryRent(out buffer);

    /// <summary>
    /// Puts an IPv4 header in front of the window of <paramref name="payload"/> and sends it; takes over the caller's reference,
    /// whatever the answer. A protocol that keeps the buffer adds a reference first; the window is then the whole frame, and
    /// <see cref="PacketBuffer.SetWindow"/> brings back what it was. The payload's own checksum is the caller's matter.
    /// </summary>
    public SendStatus SendIpv4(PacketBuffer payload, Ipv4Address destination, IpProtocol protocol, in Ipv4SendOptions options, Instant now) =>
        _ip.Send(payload, destination, protocol, options, now);

    /// <summary>Whether packets to that address stay on this host.</summary>
    public bool IsLocal(Ipv4Address address) => _ip.IsLocal(address);

    private void ReceiveFrames(Instant now)
    {
        int left = Options.ReceiveBudget;
        while (left > 0 && _device.TryReceive(out var frame))
        {
            if (left == Options.ReceiveBudget)
            {
                foreach (var handler in _batchHandlers)
                    handler.BeginBatch();
            }

            OnFrame(frame, now);
            frame.Release();
            left--;
        }

        _moreFrames = left == 0;
        if (left == Options.ReceiveBudget)
            return;
        foreach (var handler in _batchHandlers)
            handler.EndBatch(now);
    }

    private void OnFrame(PacketBuffer frame, Instant now)
    {
        Counters.Increment(NetCounter.LinkReceived);
        if (EthernetView.TryParse(frame.Span, out var view) != WireError.None)
        {
            Counters.Increment(NetCounter.LinkMalformed);
            return;
        }

        var destination = view.Destination;
        if (destination != _device.Address && !destination.IsMulticast)
        {
            // A switch floods frames to unknown addresses.
            Counters.Increment(NetCounter.LinkNotForUs);
            return;
        }

        var type = view.Type;
        frame.TrimStart(EthernetView.HeaderLength);
        if (type == EtherType.Ipv4)
            _ip.OnPacket(frame, destination.IsMulticast, now);
        else if (frame.Next is not null)
            Counters.Increment(NetCounter.LinkMalformed);
        else if (type == EtherType.Arp)
            _arp.OnPacket(frame.Span, now);
        else
            Counters.Increment(NetCounter.LinkUnknownType);
    }

    private void Configure(InterfaceState state, Instant now)
    {
        if (state == _interface)
            return;
        _interface = state;
        InterfaceVersion++;
        _ip.OnInterfaceChanged(state);
        _arp.OnInterfaceChanged(state, now);
        Dns.Server = state.Resolver ?? Options.Resolver;
        Dns.Alternate = state.AlternateResolver;
        foreach (var handler in _handlers)
            handler.OnInterfaceChanged(state, now);
    }
}
