using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>RFC 2236, the host's part.</summary>
public sealed class IgmpTests
{
    private static readonly Ipv4Address Group = new(239, 42, 0, 1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly StackSimulation _simulation = new();

    [Fact]
    public void A_join_is_reported_at_once_and_once_more_within_ten_seconds()
    {
        var stack = _simulation.Add(10);
        Assert.True(stack.Igmp.Join(Group, _simulation.Now));
        _simulation.RunFor(TimeSpan.FromSeconds(100));
        var reports = Messages();
        Assert.Equal(2, reports.Count);
        Assert.All(reports, report => Assert.Equal(new IgmpRepr(IgmpType.V2MembershipReport, 0, Group), report.Repr));
        Assert.Equal(Instant.Zero, reports[0].Time);
        Assert.InRange(reports[1].Time.Nanoseconds, 1, 10_000_000_000);
    }

    [Fact]
    public void A_report_has_hop_limit_one_router_alert_and_goes_to_the_group()
    {
        _simulation.Add(10).Igmp.Join(Group, _simulation.Now);
        _simulation.RunFor(TimeSpan.FromMilliseconds(1));
        EthernetView.TryParse(_simulation.Link.Frames[^1].Bytes, out var ethernet);
        Assert.Equal("01:00:5e:2a:00:01", ethernet.Destination.ToString());
        Assert.Equal(WireError.None, Ipv4View.TryParse(ethernet.Payload, out var packet));
        Assert.Equal((Group, (byte)1, true, true), (packet.Destination, packet.TimeToLive, packet.HasRouterAlert, packet.IsChecksumValid));
        IgmpView.TryParse(packet.Payload, out var message);
        Assert.True(message.IsChecksumValid);
    }

    [Fact]
    public void A_group_joined_before_the_address_is_there_is_reported_when_it_is()
    {
        var stack = _simulation.AddBare(10);
        stack.Igmp.Join(Group, _simulation.Now);
        _simulation.RunFor(Second);
        Assert.Empty(Messages());
        stack.ConfigureStatic(new Ipv4Network(StackSimulation.Address(10), 24), null, _simulation.Now);
        _simulation.RunFor(TimeSpan.FromMilliseconds(1));
        Assert.Single(Messages());
    }

    [Fact]
    public void The_last_member_leaves_to_all_routers()
    {
        var stack = _simulation.Add(10);
        stack.Igmp.Join(Group, _simulation.Now);
        stack.Igmp.Join(Group, _simulation.Now);
        _simulation.RunFor(TimeSpan.FromSeconds(20));
        int before = Messages().Count;
        stack.Igmp.Leave(Group, _simulation.Now);
        Assert.Equal(before, Messages().Count);
        stack.Igmp.Leave(Group, _simulation.Now);
        stack.Igmp.Leave(Group, _simulation.Now);
        var leave = Messages()[^1];
        Assert.Equal(before + 1, Messages().Count);
        Assert.Equal((IgmpType.V2LeaveGroup, Group, Ipv4Address.AllRouters), (leave.Repr.Type, leave.Repr.Group, leave.Destination));
        Assert.False(stack.Igmp.IsMember(Group));
    }

    [Theory]
    [InlineData(100, "0.0.0.0", true)]
    [InlineData(10, "239.42.0.1", true)]
    [InlineData(10, "239.42.0.2", false)]
    public void A_query_is_answered_within_its_time(byte tenths, string about, bool answered)
    {
        var (stack, router) = Settled();
        Ipv4Address.TryParse(about, out var group);
        ulong before = stack.Counters[NetCounter.IgmpReportsSent];
        Query(router, tenths, group);
        _simulation.RunFor(TimeSpan.FromMilliseconds((100 * tenths) + 1));
        Assert.Equal(answered ? 1UL : 0, stack.Counters[NetCounter.IgmpReportsSent] - before);
    }

    [Fact]
    public void A_shorter_query_shortens_a_running_wait_and_a_longer_one_leaves_it()
    {
        var (stack, router) = Settled();
        ulong before = stack.Counters[NetCounter.IgmpReportsSent];
        Query(router, 250, Ipv4Address.Any);
        Query(router, 1, Group);
        Query(router, 250, Ipv4Address.Any);
        _simulation.RunFor(TimeSpan.FromMilliseconds(101));
        Assert.Equal(1UL, stack.Counters[NetCounter.IgmpReportsSent] - before);
    }

    [Fact]
    public void A_version_3_query_is_answered_too()
    {
        var (stack, router) = Settled();
        byte[] message = new byte[Igmpv3QueryRepr.Length];
        new Igmpv3QueryRepr(20, Ipv4Address.Any, 2, 125).Emit(message);
        ulong before = stack.Counters[NetCounter.IgmpReportsSent];
        router.SendIpv4(Ipv4Address.AllSystems.GroupHardware(), new Ipv4Repr(router.Address, Ipv4Address.AllSystems, IpProtocol.Igmp, message.Length, 1), message);
        _simulation.RunFor(TimeSpan.FromMilliseconds(2001));
        Assert.Equal(1UL, stack.Counters[NetCounter.IgmpReportsSent] - before);
    }

    [Fact]
    public void A_version_1_router_gets_version_1_reports_and_no_leave()
    {
        var (stack, router) = Settled();
        Query(router, 0, Ipv4Address.Any);
        _simulation.RunFor(TimeSpan.FromSeconds(11));
        Assert.Equal(IgmpType.V1MembershipReport, Messages()[^1].Repr.Type);
        stack.Igmp.Leave(Group, _simulation.Now);
        Assert.Equal(0UL, stack.Counters[NetCounter.IgmpLeavesSent]);
    }

    [Fact]
    public void Another_members_report_spares_the_own_one_and_the_leave()
    {
        var (stack, router) = Settled();
        ulong before = stack.Counters[NetCounter.IgmpReportsSent];
        Query(router, 100, Ipv4Address.Any);
        Send(router, new IgmpRepr(IgmpType.V2MembershipReport, 0, Group), Group);
        _simulation.RunFor(TimeSpan.FromSeconds(20));
        Assert.Equal(before, stack.Counters[NetCounter.IgmpReportsSent]);
        Assert.Equal(1UL, stack.Counters[NetCounter.IgmpSuppressed]);
        stack.Igmp.Leave(Group, _simulation.Now);
        Assert.Equal(0UL, stack.Counters[NetCounter.IgmpLeavesSent]);
    }

    [Fact]
    public void Refusals()
    {
        var (stack, router) = Settled();
        Assert.False(stack.Igmp.Join(StackSimulation.Address(1), _simulation.Now));
        router.SendIpv4(Ipv4Address.AllSystems.GroupHardware(), new Ipv4Repr(router.Address, Ipv4Address.AllSystems, IpProtocol.Igmp, 8, 1), [0x11, 100, 0, 0, 0, 0, 0, 0]);
        router.SendIpv4(Ipv4Address.AllSystems.GroupHardware(), new Ipv4Repr(router.Address, Ipv4Address.AllSystems, IpProtocol.Igmp, 4, 1), [0x11, 100, 0, 0]);
        Send(router, new IgmpRepr((IgmpType)0x99, 0, Group), Group);
        _simulation.RunFor(Second);
        Assert.Equal(1UL, stack.Counters[NetCounter.IgmpBadChecksum]);
        Assert.Equal(1UL, stack.Counters[NetCounter.IgmpMalformed]);
        Assert.Equal(1UL, stack.Counters[NetCounter.IgmpIgnored]);
    }

    [Fact]
    public void Memberships_are_bounded()
    {
        var stack = _simulation.Add(10, new NetStackOptions { GroupCapacity = 1 });
        Assert.True(stack.Igmp.Join(Group, _simulation.Now));
        Assert.False(stack.Igmp.Join(new Ipv4Address(239, 42, 0, 2), _simulation.Now));
        stack.Igmp.Leave(Group, _simulation.Now);
        Assert.True(stack.Igmp.Join(new Ipv4Address(239, 42, 0, 2), _simulation.Now));
    }

    private static void Query(ScriptedHost router, byte tenths, Ipv4Address group) =>
        Send(router, new IgmpRepr(IgmpType.MembershipQuery, tenths, group), group.IsAny ? Ipv4Address.AllSystems : group);

    private static void Send(ScriptedHost host, in IgmpRepr repr, Ipv4Address destination)
    {
        byte[] message = new byte[IgmpRepr.Length];
        repr.Emit(message);
        host.SendIpv4(destination.GroupHardware(), new Ipv4Repr(host.Address, destination, IpProtocol.Igmp, message.Length, 1), message);
    }

    private (NetStack Stack, ScriptedHost Router) Settled()
    {
        var stack = _simulation.Add(10);
        var router = _simulation.AddHost(1);
        stack.Igmp.Join(Group, _simulation.Now);
        _simulation.RunFor(TimeSpan.FromSeconds(20));
        return (stack, router);
    }

    private List<(Instant Time, Ipv4Address Destination, IgmpRepr Repr)> Messages()
    {
        var messages = new List<(Instant, Ipv4Address, IgmpRepr)>();
        foreach (var frame in _simulation.Link.Frames)
        {
            if (EthernetView.TryParse(frame.Bytes, out var ethernet) == WireError.None && ethernet.Type == EtherType.Ipv4
                && Ipv4View.TryParse(ethernet.Payload, out var packet) == WireError.None && packet.Protocol == IpProtocol.Igmp
                && IgmpView.TryParse(packet.Payload, out var view) == WireError.None)
            {
                messages.Add((frame.Time, packet.Destination, IgmpRepr.From(view)));
            }
        }

        return messages;
    }
}
