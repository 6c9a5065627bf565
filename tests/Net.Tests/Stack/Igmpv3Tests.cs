using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>RFC 3376, the host's part, for groups that are wanted from every source.</summary>
public sealed class Igmpv3Tests
{
    private static readonly Ipv4Address Group = new(239, 42, 0, 1);
    private static readonly Ipv4Address Other = new(239, 42, 0, 2);

    private readonly StackSimulation _simulation = new();
    private readonly NetStack _stack;
    private readonly ScriptedHost _router;

    public Igmpv3Tests()
    {
        _stack = _simulation.Add(10);
        _router = _simulation.AddHost(1);
        _stack.Igmp.Join(Group, _simulation.Now);
        _stack.Igmp.Join(Other, _simulation.Now);
        _simulation.RunFor(TimeSpan.FromSeconds(20));
        Forget();
    }

    [Fact]
    public void A_general_query_is_answered_once_for_all_groups_to_the_routers()
    {
        Query(Ipv4Address.Any);
        _simulation.RunFor(TimeSpan.FromSeconds(3));
        var report = Assert.Single(Reports());
        Assert.Equal(Ipv4Address.AllIgmpv3Routers, report.Destination);
        Assert.Equal([(Igmpv3RecordType.ModeIsExclude, Group), (Igmpv3RecordType.ModeIsExclude, Other)], report.Records);
    }

    [Fact]
    public void A_query_about_a_group_is_answered_for_it_alone_with_or_without_sources()
    {
        Query(Other);
        _simulation.RunFor(TimeSpan.FromSeconds(3));
        Assert.Equal([(Igmpv3RecordType.ModeIsExclude, Other)], Assert.Single(Reports()).Records);
        Forget();
        Query(Other, sources: 2);
        _simulation.RunFor(TimeSpan.FromSeconds(3));
        Assert.Equal([(Igmpv3RecordType.ModeIsExclude, Other)], Assert.Single(Reports()).Records);
    }

    [Fact]
    public void Joining_and_leaving_are_said_twice_within_a_second()
    {
        Query(Ipv4Address.Any);
        _simulation.RunFor(TimeSpan.FromSeconds(3));
        Forget();
        var third = new Ipv4Address(239, 42, 0, 3);
        _stack.Igmp.Join(third, _simulation.Now);
        _simulation.RunFor(TimeSpan.FromSeconds(1.1));
        Assert.Equal([(Igmpv3RecordType.ChangeToExclude, third), (Igmpv3RecordType.ChangeToExclude, third)], Reports().SelectMany(report => report.Records));
        Forget();
        _stack.Igmp.Leave(third, _simulation.Now);
        _simulation.RunFor(TimeSpan.FromSeconds(1.1));
        Assert.Equal([(Igmpv3RecordType.ChangeToInclude, third), (Igmpv3RecordType.ChangeToInclude, third)], Reports().SelectMany(report => report.Records));
        Forget();

        // Who comes back at once has not left.
        _stack.Igmp.Leave(Other, _simulation.Now);
        _stack.Igmp.Join(Other, _simulation.Now);
        _simulation.RunFor(TimeSpan.FromSeconds(1.1));
        Assert.Equal(
            [(Igmpv3RecordType.ChangeToInclude, Other), (Igmpv3RecordType.ChangeToExclude, Other), (Igmpv3RecordType.ChangeToExclude, Other)],
            Reports().SelectMany(report => report.Records));
    }

    [Fact]
    public void An_older_router_brings_version_2_back_for_its_time()
    {
        Query(Ipv4Address.Any);
        _simulation.RunFor(TimeSpan.FromSeconds(3));
        Forget();
        byte[] message = new byte[IgmpRepr.Length];
        new IgmpRepr(IgmpType.MembershipQuery, 10, Ipv4Address.Any).Emit(message);
        Send(message, Ipv4Address.AllSystems);
        _simulation.RunFor(TimeSpan.FromSeconds(2));
        Assert.Empty(Reports());
        Assert.Equal(2, _router.Payloads(IpProtocol.Igmp).Count(payload => payload[0] == (byte)IgmpType.V2MembershipReport));
        Forget();
        _simulation.RunFor(TimeSpan.FromSeconds(260));
        Query(Ipv4Address.Any);
        _simulation.RunFor(TimeSpan.FromSeconds(3));
        Assert.Single(Reports());
    }

    [Fact]
    public void Another_members_report_spares_nobody_here()
    {
        Query(Ipv4Address.Any);
        byte[] message = new byte[IgmpRepr.Length];
        new IgmpRepr(IgmpType.V2MembershipReport, 0, Group).Emit(message);
        Send(message, Group);
        _simulation.RunFor(TimeSpan.FromSeconds(3));
        Assert.Equal(2, Assert.Single(Reports()).Records.Count);
    }

    private void Query(Ipv4Address group, int sources = 0)
    {
        byte[] message = new byte[Igmpv3QueryRepr.Length + (sources * 4)];
        new Igmpv3QueryRepr(20, group, 2, 125).Emit(message);
        if (sources > 0)
        {
            message[11] = (byte)sources;
            for (int i = 0; i < sources; i++)
                new Ipv4Address(192, 0, 2, (byte)(i + 1)).Write(message.AsSpan(Igmpv3QueryRepr.Length + (i * 4)));
            (message[2], message[3]) = (0, 0);
            ushort checksum = InternetChecksum.Compute(message);
            (message[2], message[3]) = ((byte)(checksum >> 8), (byte)checksum);
        }

        Send(message, group.IsAny ? Ipv4Address.AllSystems : group);
    }

    private void Send(byte[] message, Ipv4Address destination) =>
        _router.SendIpv4(destination.GroupHardware(), new Ipv4Repr(_router.Address, destination, IpProtocol.Igmp, message.Length, 1), message);

    private void Forget() => _router.Received.Clear();

    private List<(Ipv4Address Destination, List<(Igmpv3RecordType, Ipv4Address)> Records)> Reports()
    {
        var reports = new List<(Ipv4Address, List<(Igmpv3RecordType, Ipv4Address)>)>();
        foreach (byte[] frame in _router.Received)
        {
            if (EthernetView.TryParse(frame, out var ethernet) != WireError.None || Ipv4View.TryParse(ethernet.Payload, out var packet) != WireError.None
                || packet.Protocol != IpProtocol.Igmp || packet.Payload[0] != (byte)IgmpType.V3MembershipReport)
            {
                continue;
            }

            Assert.True(InternetChecksum.IsValid(packet.Payload));
            Assert.Equal((1, true), (packet.TimeToLive, packet.HasRouterAlert));
            var records = new List<(Igmpv3RecordType, Ipv4Address)>();
            int count = (packet.Payload[6] << 8) | packet.Payload[7];
            for (int i = 0; i < count; i++)
                records.Add(((Igmpv3RecordType)packet.Payload[8 + (i * 8)], Ipv4Address.Read(packet.Payload[(12 + (i * 8))..])));
            reports.Add((packet.Destination, records));
        }

        return reports;
    }
}
