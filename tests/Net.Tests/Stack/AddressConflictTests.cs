using DSoftBus.Net.Arp;
using DSoftBus.Net.Dhcp;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>RFC 5227, with the stated deviation that the address is used while it is probed; RFC 2131 sections 4.4.4 and 4.4.6.</summary>
public sealed class AddressConflictTests
{
    private static readonly Ipv4Address Leased = new(10, 42, 0, 77);
    private static readonly Ipv4Address Own = StackSimulation.Address(10);

    private readonly StackSimulation _simulation = new();
    private readonly ScriptedHost _host;

    public AddressConflictTests() => _host = _simulation.AddHost(99);

    [Fact]
    public void An_address_is_announced_probed_three_times_and_announced_twice_more()
    {
        var stack = _simulation.Add(10);
        _simulation.RunFor(TimeSpan.FromSeconds(30));
        var packets = Arps().ToList();
        Assert.Equal(["announce", "probe", "probe", "probe", "announce", "announce"], packets.Select(packet => packet.Kind));
        var gaps = packets.Zip(packets.Skip(1), (earlier, later) => later.Time - earlier.Time).ToArray();
        Assert.InRange(gaps[0], TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(gaps[1], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.InRange(gaps[2], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)], gaps[3..]);
        Assert.Equal((3UL, 3UL), (stack.Counters[NetCounter.ArpProbesSent], stack.Counters[NetCounter.ArpAnnouncementsSent]));
    }

    [Fact]
    public void Times_are_configurable_and_no_probes_means_one_announcement()
    {
        _simulation.Add(10, new NetStackOptions { Conflict = new ConflictOptions { Probes = 0 } });
        _simulation.RunFor(TimeSpan.FromSeconds(30));
        Assert.Equal(["announce"], Arps().Select(packet => packet.Kind));
    }

    [Theory]
    [InlineData(ArpOperation.Request)]
    [InlineData(ArpOperation.Reply)]
    public void The_own_address_is_defended_once_in_ten_seconds_and_kept(ArpOperation operation)
    {
        var stack = _simulation.Add(10);
        _simulation.RunFor(TimeSpan.FromSeconds(30));
        foreach (int pause in new[] { 1, 1, 9, 1 })
        {
            Claim(operation);
            _simulation.RunFor(TimeSpan.FromSeconds(pause));
        }

        Assert.Equal((4UL, 2UL), (stack.Counters[NetCounter.ArpConflict], stack.Counters[NetCounter.ArpDefended]));
        Assert.Equal(Own, stack.Interface.Address);
        Assert.Equal("announce", Arps().Last().Kind);
    }

    [Fact]
    public void A_rivals_probe_is_a_conflict_while_probing_and_an_ordinary_request_later()
    {
        var stack = _simulation.Add(10);
        _host.SendArp(new ArpRepr(ArpOperation.Request, _host.Hardware, Ipv4Address.Any, default, Own), MacAddress.Broadcast);
        _simulation.RunFor(TimeSpan.FromSeconds(30));
        Assert.Equal((1UL, 0UL), (stack.Counters[NetCounter.ArpConflict], stack.Counters[NetCounter.ArpRepliesSent]));
        _host.SendArp(new ArpRepr(ArpOperation.Request, _host.Hardware, Ipv4Address.Any, default, Own), MacAddress.Broadcast);
        _simulation.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal((1UL, 1UL), (stack.Counters[NetCounter.ArpConflict], stack.Counters[NetCounter.ArpRepliesSent]));
    }

    [Theory]
    [InlineData(1900, true)]
    [InlineData(2100, false)]
    public void Probing_ends_when_the_time_until_the_announcement_is_over(int millisecondsAfterLastProbe, bool conflict)
    {
        // RFC 5227 section 2.1.1: "from the beginning of the probing process until ANNOUNCE_WAIT seconds after the last probe".
        var stack = _simulation.Add(10);
        while (stack.Counters[NetCounter.ArpProbesSent] < 3)
            _simulation.RunFor(TimeSpan.FromMilliseconds(10));
        _simulation.RunFor(TimeSpan.FromMilliseconds(millisecondsAfterLastProbe));
        _host.SendArp(new ArpRepr(ArpOperation.Request, _host.Hardware, Ipv4Address.Any, default, Own), MacAddress.Broadcast);
        _simulation.RunFor(TimeSpan.FromMilliseconds(50));
        Assert.Equal(conflict ? 1UL : 0UL, stack.Counters[NetCounter.ArpConflict]);
    }

    [Fact]
    public void A_leased_address_that_is_taken_is_declined_and_another_asked_for_after_ten_seconds()
    {
        var (stack, server) = Lease();
        Claim(ArpOperation.Reply, Leased);
        _simulation.RunFor(TimeSpan.FromSeconds(1));
        var decline = server.Requests[^1];
        Assert.Equal((DhcpMessageType.Decline, Ipv4Address.Any, Ipv4Address.LimitedBroadcast), (decline.Message.MessageType, decline.Source, decline.Destination));
        Assert.Equal((Leased, _host.Address, Ipv4Address.Any), (decline.Message.RequestedAddress, decline.Message.ServerIdentifier, decline.Message.ClientAddress));
        Assert.False(decline.Message.RequestsParameters);
        Assert.False(stack.Interface.HasAddress);

        server.Leased = new Ipv4Address(10, 42, 0, 78);
        _simulation.RunFor(TimeSpan.FromSeconds(8));
        Assert.False(stack.Interface.HasAddress);
        _simulation.RunFor(TimeSpan.FromSeconds(3));
        Assert.Equal(server.Leased, stack.Interface.Address);
    }

    [Fact]
    public void A_leased_address_in_use_is_defended_once_and_given_up_at_the_second_claim()
    {
        var (stack, server) = Lease();
        _simulation.RunFor(TimeSpan.FromSeconds(30));
        Claim(ArpOperation.Request, Leased);
        _simulation.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal((Leased, 1UL), (stack.Interface.Address, stack.Counters[NetCounter.ArpDefended]));
        Claim(ArpOperation.Request, Leased);
        _simulation.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal(DhcpMessageType.Decline, server.Requests[^1].Message.MessageType);
        Assert.False(stack.Interface.HasAddress);
    }

    [Fact]
    public void A_lease_is_given_back_to_its_server_once()
    {
        var (stack, server) = Lease();
        _simulation.RunFor(TimeSpan.FromSeconds(1));
        stack.ReleaseLease(_simulation.Now);
        stack.ReleaseLease(_simulation.Now);
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        var release = Assert.Single(server.Requests, request => request.Message.MessageType == DhcpMessageType.Release);
        Assert.Equal((Leased, _host.Address), (release.Source, release.Destination));
        Assert.Equal((Leased, null, _host.Address), (release.Message.ClientAddress, release.Message.RequestedAddress, release.Message.ServerIdentifier));
        Assert.Equal((DhcpState.Stopped, false), (stack.DhcpState, stack.Interface.HasAddress));
    }

    private (NetStack Stack, DhcpScriptServer Server) Lease()
    {
        var server = new DhcpScriptServer(_host);
        var stack = _simulation.AddBare(10);
        stack.StartDhcp(_simulation.Now);
        Assert.True(_simulation.RunUntil(() => stack.Interface.HasAddress, TimeSpan.FromSeconds(1)));
        return (stack, server);
    }

    private void Claim(ArpOperation operation, Ipv4Address? address = null) =>
        _host.SendArp(new ArpRepr(operation, _host.Hardware, address ?? Own, default, address ?? Own), MacAddress.Broadcast);

    private IEnumerable<(Instant Time, string Kind)> Arps()
    {
        foreach (var frame in _simulation.Link.Frames.Where(frame => frame.Port == 1))
        {
            if (EthernetView.TryParse(frame.Bytes, out var ethernet) == WireError.None && ArpView.TryParse(ethernet.Payload, out var view) == WireError.None
                && view.TargetAddress == Own)
            {
                yield return (frame.Time, view.SenderAddress.IsAny ? "probe" : view.SenderAddress == Own ? "announce" : "other");
            }
        }
    }
}
