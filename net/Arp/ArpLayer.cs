using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Arp;

/// <summary>ARP on one interface (RFC 826): answers, asks, announces, and sends IPv4 packets to on-link neighbours.</summary>
internal sealed class ArpLayer(LinkOutput link, IEntropy entropy, NetStackOptions options, NetCounters counters)
{
    private readonly AddressGuard _guard = new(options.Conflict, entropy.For(RandomPurpose.ArpProbe));
    private readonly NeighborCache _cache = new(options, counters);
    private InterfaceState _interface;

    public Instant NextDeadline => Instant.Min(_cache.NextDeadline, _guard.NextDeadline);

    /// <summary>Told that a leased address is another host's, so that the lease is declined.</summary>
    public Action<Instant>? AddressLost { get; set; }

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

        bool rivalProbe = _guard.IsProbing && view.SenderAddress.IsAny && view.Operation == ArpOperation.Request && view.TargetAddress == _interface.Address;
        if (view.SenderAddress == _interface.Address || rivalProbe)
        {
            OnConflict(now);
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
        switch (_guard.TakeDue(now))
        {
            case GuardAction.Probe:
                counters.Increment(NetCounter.ArpProbesSent);
                Request(Ipv4Address.Any, _interface.Address, MacAddress.Broadcast);
                break;
            case GuardAction.Announce:
                Announce();
                break;
        }

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
    public void OnInterfaceChanged(in InterfaceState state, Instant now)
    {
        _interface = state;
        _cache.Clear();
        if (!state.HasAddress)
        {
            _guard.Stop();
            return;
        }

        Announce();
        _guard.Begin(now);
    }

    /// <summary>
    /// RFC 5227 section 2.4: a leased address is given up at a conflict while it is probed, or at the second within the defence
    /// interval (b); an address of this host's own, which has no other to go to, is defended for as long as it lasts (c).
    /// </summary>
    private void OnConflict(Instant now)
    {
        counters.Increment(NetCounter.ArpConflict);
        bool leased = _interface.Origin == AddressOrigin.Dhcp;
        if ((!leased || !_guard.IsProbing) && _guard.TryDefend(now))
        {
            counters.Increment(NetCounter.ArpDefended);
            Announce();
        }
        else if (leased)
        {
            counters.Increment(NetCounter.ArpAddressLost);
            AddressLost?.Invoke(now);
        }
    }

    private void Announce()
    {
        counters.Increment(NetCounter.ArpAnnouncementsSent);
        Request(_interface.Address, _interface.Address, MacAddress.Broadcast);
    }

    private void Ask(Ipv4Address target, MacAddress destination)
    {
        counters.Increment(NetCounter.ArpRequestsSent);
        Request(_interface.Address, target, destination);
    }

    private void Request(Ipv4Address sender, Ipv4Address target, MacAddress destination) =>
        Emit(new ArpRepr(ArpOperation.Request, link.Address, sender, default, target), destination);

    private void Emit(in ArpRepr repr, MacAddress destination)
    {
        if (!link.TryRent(out var buffer))
            return;
        repr.Emit(buffer.Append(ArpRepr.Length));
        link.Send(buffer, destination, EtherType.Arp);
    }
}
