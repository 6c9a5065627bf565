using DSoftBus.Net.Icmp;
using DSoftBus.Net.Ip;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Igmp;

/// <summary>The host's part of IGMP (RFC 2236, RFC 3376): reports groups when they are joined and when a router asks, and leaves them.</summary>
/// <remarks>
/// It speaks version 3 once a version 3 router was heard and while no older one is (RFC 3376 section 7.2.1). Until any was heard it
/// speaks version 2, unlike the RFC's host: on a link without routers the switches read the reports, and all of them read version 2.
/// Groups are wanted from every source, so a query about sources is answered by the group's whole state, of which the answer is a part.
/// </remarks>
public sealed partial class IgmpHost : ITransportHandler
{
    /// <summary>RFC 2236 section 4: for how long a version 1 router is believed to be there.</summary>
    private static readonly TimeSpan V1RouterTimeout = TimeSpan.FromSeconds(400);

    private readonly LinkOutput _link;
    private readonly Ipv4Layer _ip;
    private readonly NetStackOptions _options;
    private readonly NetCounters _counters;
    private readonly IRandomSource _jitter;
    private readonly GroupMembership[] _groups;
    private InterfaceState _interface;
    private Instant _v1RouterUntil = Instant.Zero;
    private Instant _v2RouterUntil = Instant.Zero;
    private bool _heardV3Router;

    internal IgmpHost(LinkOutput link, Ipv4Layer ip, IEntropy entropy, NetStackOptions options, NetCounters counters)
    {
        _link = link;
        _ip = ip;
        _options = options;
        _counters = counters;
        _jitter = entropy.For(RandomPurpose.Jitter);
        _groups = new GroupMembership[options.GroupCapacity];
    }

    public IpProtocol Protocol => IpProtocol.Igmp;

    public Instant NextDeadline
    {
        get
        {
            var next = Instant.Never;
            foreach (ref readonly var membership in _groups.AsSpan())
            {
                if (membership.References > 0)
                    next = Instant.Min(next, membership.Timer);
            }

            foreach (var departure in _departures)
                next = Instant.Min(next, departure.Timer);
            return next;
        }
    }

    /// <summary>224.0.0.1 always, others between their first join and last leave.</summary>
    public bool IsMember(Ipv4Address group) => group == Ipv4Address.AllSystems || Find(group) >= 0;

    /// <summary>Adds a member. The first one is reported at once and once more after a random delay (RFC 2236 section 3). False: not a group, or the table is full.</summary>
    public bool Join(Ipv4Address group, Instant now)
    {
        if (!group.IsMulticast)
            return false;
        if (group == Ipv4Address.AllSystems)
            return true;
        int slot = Find(group);
        if (slot >= 0)
        {
            _groups[slot].References++;
            return true;
        }

        slot = Array.FindIndex(_groups, static membership => membership.References == 0);
        if (slot < 0)
            return false;
        _departures.RemoveAll(departure => departure.Group == group);
        _groups[slot] = new GroupMembership { Group = group, References = 1, Timer = Instant.Never };
        Begin(ref _groups[slot], now);
        return true;
    }

    /// <summary>Takes a member away; the last one sends a leave message if this host reported last.</summary>
    public void Leave(Ipv4Address group, Instant now)
    {
        int slot = Find(group);
        if (slot < 0 || --_groups[slot].References > 0)
            return;
        bool tell = _groups[slot].IsLastReporter && now >= _v1RouterUntil && _interface.HasAddress;
        _groups[slot] = default;
        if (SpeaksV3(now))
        {
            Depart(group, now);
            return;
        }

        if (!tell)
            return;
        _counters.Increment(NetCounter.IgmpLeavesSent);
        Send(new IgmpRepr(IgmpType.V2LeaveGroup, 0, group), Ipv4Address.AllRouters, now);
    }

    public void Poll(Instant now)
    {
        if (SpeaksV3(now))
        {
            PollV3(now);
            return;
        }

        _departures.Clear();
        foreach (ref var membership in _groups.AsSpan())
        {
            if (membership.References == 0 || now < membership.Timer)
                continue;
            membership.Timer = Instant.Never;
            membership.IsChange = false;
            Report(ref membership, now);
        }
    }

    public void OnPacket(in Ipv4PacketInfo packet, PacketBuffer payload, Instant now)
    {
        _counters.Increment(NetCounter.IgmpReceived);
        if (packet.Cast == Ipv4Cast.Unconfigured || IgmpView.TryParse(payload.Span, out var view) != WireError.None)
        {
            _counters.Increment(NetCounter.IgmpMalformed);
            return;
        }

        if (!view.IsChecksumValid)
        {
            _counters.Increment(NetCounter.IgmpBadChecksum);
            return;
        }

        switch (view.Type)
        {
            case IgmpType.MembershipQuery:
                OnQuery(view, now);
                break;
            case IgmpType.V1MembershipReport or IgmpType.V2MembershipReport:
                OnOthersReport(view.Group, now);
                break;
            default:
                _counters.Increment(NetCounter.IgmpIgnored);
                break;
        }
    }

    public void OnError(in IcmpErrorInfo error, ReadOnlySpan<byte> transport, Instant now)
    {
    }

    /// <summary>With a new address every group is reported anew: nobody on the link heard of it from here.</summary>
    public void OnInterfaceChanged(in InterfaceState state, Instant now)
    {
        _interface = state;
        _departures.Clear();
        foreach (ref var membership in _groups.AsSpan())
        {
            if (membership.References == 0)
                continue;
            membership.Timer = Instant.Never;
            membership.IsLastReporter = false;
            Begin(ref membership, now);
        }
    }

    private void Begin(ref GroupMembership membership, Instant now)
    {
        if (!_interface.HasAddress)
            return;
        membership.IsChange = true;
        bool speaksV3 = SpeaksV3(now);
        if (speaksV3)
            ReportV3(new Igmpv3GroupRecord(Igmpv3RecordType.ChangeToExclude, membership.Group), now);
        else
            Report(ref membership, now);
        membership.Timer = now + RandomDelay(speaksV3 ? V3UnsolicitedInterval : _options.UnsolicitedReportInterval);
    }

    private void OnQuery(IgmpView view, Instant now)
    {
        NoteRouter(view.QueryVersion, now);
        bool general = view.Group.IsAny;
        if (general && SpeaksV3(now))
        {
            AnswerTogether(view.MaximumResponseTime, now);
            return;
        }

        foreach (ref var membership in _groups.AsSpan())
        {
            if (membership.References == 0 || (!general && membership.Group != view.Group))
                continue;

            // RFC 2236 section 3: a running timer is only shortened.
            var limit = view.MaximumResponseTime;
            if (membership.Timer == Instant.Never || membership.Timer - now > limit)
                membership.Timer = now + RandomDelay(limit);
        }
    }

    private void OnOthersReport(Ipv4Address group, Instant now)
    {
        // Version 3 hears every member (RFC 3376 appendix A.2).
        int slot = SpeaksV3(now) ? -1 : Find(group);
        if (slot < 0 || _groups[slot].Timer == Instant.Never)
        {
            _counters.Increment(NetCounter.IgmpIgnored);
            return;
        }

        // RFC 2236 section 3: one report per group and link is enough.
        _counters.Increment(NetCounter.IgmpSuppressed);
        _groups[slot].Timer = Instant.Never;
        _groups[slot].IsLastReporter = false;
    }

    private void Report(ref GroupMembership membership, Instant now)
    {
        var type = now < _v1RouterUntil ? IgmpType.V1MembershipReport : IgmpType.V2MembershipReport;
        _counters.Increment(NetCounter.IgmpReportsSent);
        membership.IsLastReporter = true;
        Send(new IgmpRepr(type, 0, membership.Group), membership.Group, now);
    }

    private void Send(in IgmpRepr repr, Ipv4Address destination, Instant now)
    {
        if (!_link.TryRent(out var buffer))
            return;
        repr.Emit(buffer.Append(IgmpRepr.Length));
        Send(buffer, destination, now);
    }

    /// <summary>RFC 2236 section 2, RFC 3376 section 4: one hop, with the router alert option.</summary>
    private void Send(PacketBuffer message, Ipv4Address destination, Instant now) =>
        _ip.Send(message, destination, IpProtocol.Igmp, new Ipv4SendOptions(TimeToLive: 1, RouterAlert: true), now);

    private int Find(Ipv4Address group)
    {
        for (int slot = 0; slot < _groups.Length; slot++)
        {
            if (_groups[slot].References > 0 && _groups[slot].Group == group)
                return slot;
        }

        return -1;
    }

    /// <summary>Uniform over (0, limit], in milliseconds.</summary>
    private TimeSpan RandomDelay(TimeSpan limit)
    {
        uint milliseconds = (uint)Math.Max(1, limit.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(1 + (_jitter.NextUInt32() % milliseconds));
    }
}
