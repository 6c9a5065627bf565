using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Arp;

/// <summary>ARP on one interface (RFC 826): answers, asks, announces, and sends IPv4 packets to on-link neighbours.</summary>
internal sealed class ArpLayer(LinkOutput link, NetStackOptions options, NetCounters counters)
{
    private readonly NeighborCache _cache = new(options, counters);
    private InterfaceState _interface;

    public Instant NextDeadline => _cache.NextDeadline;

    /// <summary>Takes over the reference of a packet whose neighbour did not answer; set by the IPv4 layer.</summary>
    public Action<PacketBuffer, Instant>? Unresolved { get; set; }

    /// <summary>Sends an IPv4 packet to a neighbour, at once or when its address is known; takes over the reference.</summary>
    public SendStatus Send(PacketBuffer packet, Ipv4Address neighbor, Instant now)
    {
        if (_cache.TryResolve(neighbor, now, out var hardware, out bool ask))
            return link.Send(packet, hardware, EtherType.Ipv4);
        _cache.Queue(neighbor, packet);
        if (ask)
            Ask(neighbor, MacAddress.Broadcast);
        return SendStatus.Sent;
    }

    public void OnPacket(ReadOnlySpan<byte> bytes, Instant now)
    {
        counters.Increment(NetCounter.ArpReceived);
        if (ArpView.TryParse(bytes, out var view) != WireError.None)
        {
            counters.Increment(NetCounter.ArpMalformed);
            return;
        }

        if (!_interface.HasAddress || view.SenderHardware.IsMulticast || view.SenderHardware == link.Address)
        {
            counters.Increment(NetCounter.ArpIgnored);
            return;
        }

        if (view.SenderAddress == _interface.Address)
        {
            // RFC 5227 section 2.4: somebody else claims the own address.
            counters.Increment(NetCounter.ArpConflict);
            return;
        }

        bool forUs = view.TargetAddress == _interface.Address;
        bool learnable = view.SenderAddress.IsUsableHost && _interface.Network.Contains(view.SenderAddress)
            && !_interface.Network.IsBroadcast(view.SenderAddress);
        if (learnable && _cache.Confirm(view.SenderAddress, view.SenderHardware, forUs, now) is { } waiting)
            link.Send(waiting, view.SenderHardware, EtherType.Ipv4);
        if (!forUs || view.Operation != ArpOperation.Request)
        {
            if (!forUs)
                counters.Increment(NetCounter.ArpIgnored);
            return;
        }

        // A probe (RFC 5227 section 2.1.1) has sender address zero: it is answered, but teaches nothing.
        counters.Increment(NetCounter.ArpRepliesSent);
        Emit(new ArpRepr(ArpOperation.Reply, link.Address, _interface.Address, view.SenderHardware, view.SenderAddress), view.SenderHardware);
    }

    public void Poll(Instant now)
    {
        while (_cache.TryTakeDue(now, out var address, out var hardware, out var failed))
        {
            if (failed is null)
                Ask(address, hardware);
            else if (Unresolved is { } handler)
                handler(failed, now);
            else
                failed.Release();
        }
    }

    /// <summary>The own address changed: the cache starts anew and the link hears of it (RFC 5227 section 2.3).</summary>
    public void OnInterfaceChanged(in InterfaceState state)
    {
        _interface = state;
        _cache.Clear();
        if (state.HasAddress)
            Emit(new ArpRepr(ArpOperation.Request, link.Address, state.Address, default, state.Address), MacAddress.Broadcast);
    }

    private void Ask(Ipv4Address target, MacAddress destination)
    {
        counters.Increment(NetCounter.ArpRequestsSent);
        Emit(new ArpRepr(ArpOperation.Request, link.Address, _interface.Address, default, target), destination);
    }

    private void Emit(in ArpRepr repr, MacAddress destination)
    {
        if (!link.TryRent(out var buffer))
            return;
        repr.Emit(buffer.Append(ArpRepr.Length));
        link.Send(buffer, destination, EtherType.Arp);
    }
}
