using DSoftBus.Net.Dhcp;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>RFC 2131 section 4.4, and the static fallback of the specification's decisions.</summary>
public sealed class DhcpTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Ipv4Address Leased = new(10, 42, 0, 77);

    private readonly StackSimulation _simulation = new(new() { Delay = TimeSpan.FromMilliseconds(1) });
    private readonly NetStack _stack;
    private readonly ScriptedHost _host;
    private readonly DhcpScriptServer _server;

    public DhcpTests()
    {
        _stack = _simulation.AddBare(10);
        _host = _simulation.AddHost(1);
        _server = new DhcpScriptServer(_host);
    }

    [Fact]
    public void A_lease_is_discovered_requested_and_bound()
    {
        _stack.StartDhcp(_simulation.Now);
        Assert.True(_simulation.RunUntil(() => _stack.Interface.HasAddress, Second));
        Assert.Equal(new InterfaceState(AddressOrigin.Dhcp, new Ipv4Network(Leased, 24), _host.Address, _host.Address), _stack.Interface);
        Assert.Equal(_host.Address, _stack.Dns.Server);
        Assert.Equal(TimeSpan.FromMilliseconds(4), _simulation.Now - Instant.Zero);

        var (discover, request) = (_server.Requests[0], _server.Requests[1]);
        Assert.Equal((DhcpMessageType.Discover, Ipv4Address.Any, Ipv4Address.LimitedBroadcast), (discover.Message.MessageType, discover.Source, discover.Destination));
        Assert.Equal((DhcpMessageType.Request, Ipv4Address.Any, Ipv4Address.LimitedBroadcast), (request.Message.MessageType, request.Source, request.Destination));
        Assert.Equal((Leased, _host.Address), (request.Message.RequestedAddress, request.Message.ServerIdentifier));
        Assert.Equal(new TestEntropy(10).For(RandomPurpose.DhcpTransaction).NextUInt32(), discover.Message.TransactionId);

        // The fallback does not come any more.
        _simulation.RunFor(Minute);
        Assert.Equal((1, DhcpState.Bound), (_stack.InterfaceVersion, _stack.DhcpState));
    }

    [Fact]
    public void Without_a_server_three_discovers_leave_and_then_the_static_address_is_taken()
    {
        _server.Change = (_, _) => null;
        _stack.StartDhcp(_simulation.Now);
        _simulation.RunFor(TimeSpan.FromMilliseconds(699));
        Assert.False(_stack.Interface.HasAddress);
        _simulation.RunFor(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new InterfaceState(AddressOrigin.Fallback, new Ipv4Network(new Ipv4Address(10, 42, 0, 10), 24), null, null), _stack.Interface);
        Assert.Equal([0L, 150, 400], Sent(_simulation));

        // The choice stands for this boot.
        _server.Change = (_, answer) => answer;
        _simulation.RunFor(Minute);
        Assert.Equal(3, _server.Requests.Count);
        Assert.Equal((1, DhcpState.Stopped), (_stack.InterfaceVersion, _stack.DhcpState));
    }

    [Theory]
    [InlineData(0, "10.42.0.1/24")]
    [InlineData(10, "10.42.0.10/24")]
    [InlineData(255, "10.42.0.254/24")]
    public void The_fallback_is_made_from_the_hardware_address(byte last, string expected) => Assert.Equal(expected, DhcpOptions.FallbackFor(last).ToString());

    [Fact]
    public void With_fallback_zero_no_message_is_sent()
    {
        var stack = _simulation.AddBare(12, new NetStackOptions { Dhcp = new DhcpOptions { FallbackAfter = TimeSpan.Zero } });
        stack.StartDhcp(_simulation.Now);
        _simulation.RunFor(Second);
        Assert.Equal(AddressOrigin.Fallback, stack.Interface.Origin);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void Without_fallback_discovers_back_off_to_about_a_minute()
    {
        _server.Change = (_, _) => null;
        var simulation = new StackSimulation();
        var stack = simulation.AddBare(12, new NetStackOptions { Dhcp = new DhcpOptions { FallbackAfter = null } });
        stack.StartDhcp(simulation.Now);
        simulation.RunFor(TimeSpan.FromMinutes(5));
        var gaps = Sent(simulation).Zip(Sent(simulation).Skip(1), (first, second) => second - first).ToArray();
        long[] expected = [150, 250, 4000, 8000, 16000, 32000, 64000, 64000, 64000];
        Assert.Equal(expected.Length, gaps.Length);
        foreach (var (gap, middle) in gaps.Zip(expected))
            Assert.InRange(gap, middle - 1000, middle + 1000);
        Assert.False(stack.Interface.HasAddress);
    }

    [Fact]
    public void A_late_offer_is_still_taken_before_the_fallback_and_ignored_after_it()
    {
        bool silent = true;
        _server.Change = (_, answer) => silent ? null : answer;
        _stack.StartDhcp(_simulation.Now);
        _simulation.RunFor(TimeSpan.FromMilliseconds(300));
        silent = false;
        _simulation.RunFor(TimeSpan.FromMilliseconds(200));
        Assert.Equal(AddressOrigin.Dhcp, _stack.Interface.Origin);
    }

    [Theory]
    [InlineData("transaction")]
    [InlineData("hardware")]
    [InlineData("operation")]
    [InlineData("type")]
    [InlineData("server")]
    [InlineData("address")]
    public void Offers_that_are_not_ours_or_not_usable_are_refused(string fault)
    {
        _server.Change = (_, answer) => fault switch
        {
            "transaction" => answer with { TransactionId = answer.TransactionId + 1 },
            "hardware" => answer with { ClientHardware = StackSimulation.Hardware(9) },
            "operation" => answer with { IsReply = false },
            "type" => answer with { MessageType = DhcpMessageType.Inform },
            "server" => answer with { ServerIdentifier = null },
            _ => answer with { YourAddress = new Ipv4Address(224, 0, 0, 1) },
        };
        _stack.StartDhcp(_simulation.Now);
        _simulation.RunFor(Second);
        Assert.Equal(AddressOrigin.Fallback, _stack.Interface.Origin);
        Assert.All(_server.Requests, request => Assert.Equal(DhcpMessageType.Discover, request.Message.MessageType));
        if (fault != "address")
            Assert.Equal(3UL, _stack.Counters[NetCounter.DhcpIgnored] + _stack.Counters[NetCounter.DhcpRefused]);
    }

    [Theory]
    [InlineData("lease")]
    [InlineData("zero lease")]
    [InlineData("mask")]
    [InlineData("mask with holes")]
    [InlineData("other address")]
    [InlineData("broadcast address")]
    public void Acknowledgments_that_cannot_be_used_are_refused(string fault)
    {
        if (fault == "broadcast address")
            _server.Leased = new Ipv4Address(10, 42, 0, 255);
        _server.Change = (_, answer) => answer.MessageType == DhcpMessageType.Offer ? answer : fault switch
        {
            "lease" => answer with { LeaseTime = null },
            "zero lease" => answer with { LeaseTime = 0 },
            "mask" => answer with { SubnetMask = null },
            "mask with holes" => answer with { SubnetMask = 0xff00ff00 },
            "other address" => answer with { YourAddress = new Ipv4Address(10, 42, 0, 78) },
            _ => answer,
        };
        _stack.StartDhcp(_simulation.Now);
        _simulation.RunFor(Second);
        Assert.Equal(AddressOrigin.Fallback, _stack.Interface.Origin);
        Assert.NotEqual(0UL, _stack.Counters[NetCounter.DhcpRefused]);
    }

    [Fact]
    public void A_refusal_starts_again_after_a_second()
    {
        int requests = 0;
        _server.Change = (_, answer) => answer.MessageType == DhcpMessageType.Ack && requests++ == 0 ? answer with { MessageType = DhcpMessageType.Nak } : answer;
        var simulation = _simulation;
        var stack = _simulation.AddBare(12, new NetStackOptions { Dhcp = new DhcpOptions { FallbackAfter = null } });
        stack.StartDhcp(simulation.Now);
        simulation.RunFor(TimeSpan.FromMilliseconds(900));
        Assert.False(stack.Interface.HasAddress);
        simulation.RunFor(TimeSpan.FromMilliseconds(200));
        Assert.Equal((AddressOrigin.Dhcp, 1UL), (stack.Interface.Origin, stack.Counters[NetCounter.DhcpNakReceived]));
        Assert.NotEqual(_server.Requests[0].Message.TransactionId, _server.Requests[^1].Message.TransactionId);
    }

    [Fact]
    public void A_lease_is_renewed_at_half_its_time_by_unicast()
    {
        Bind();
        _simulation.RunFor(TimeSpan.FromSeconds(1799));
        Assert.Equal(2, _server.Requests.Count);
        _simulation.RunFor(TimeSpan.FromSeconds(2));
        var renewal = _server.Requests[^1];
        Assert.Equal((DhcpMessageType.Request, Leased, _host.Address, Leased), (renewal.Message.MessageType, renewal.Source, renewal.Destination, renewal.Message.ClientAddress));
        Assert.Null(renewal.Message.RequestedAddress);
        Assert.Null(renewal.Message.ServerIdentifier);
        Assert.Equal((DhcpState.Bound, 1), (_stack.DhcpState, _stack.InterfaceVersion));
        _simulation.RunFor(TimeSpan.FromSeconds(1800));
        Assert.Equal(4, _server.Requests.Count);
    }

    [Fact]
    public void An_unanswered_renewal_becomes_a_rebinding_broadcast_and_at_last_the_lease_is_lost()
    {
        Bind();
        _server.Change = (_, _) => null;
        _simulation.RunFor(TimeSpan.FromSeconds(3500));
        Assert.Equal((DhcpState.Rebinding, Ipv4Address.LimitedBroadcast), (_stack.DhcpState, _server.Requests[^1].Destination));
        Assert.Equal(Leased, _server.Requests[^1].Source);
        Assert.True(_stack.Interface.HasAddress);
        _simulation.RunFor(TimeSpan.FromSeconds(101));
        Assert.Equal((DhcpState.Selecting, false, 1UL), (_stack.DhcpState, _stack.Interface.HasAddress, _stack.Counters[NetCounter.DhcpLeaseLost]));

        _server.Change = (_, answer) => answer;
        _simulation.RunFor(Minute);
        Assert.Equal(AddressOrigin.Dhcp, _stack.Interface.Origin);
        Assert.InRange(_server.Requests[^1].Message.Seconds, 0, 60);
    }

    [Fact]
    public void A_refused_renewal_loses_the_lease_at_once()
    {
        Bind();
        _server.Change = (_, answer) => answer with { MessageType = DhcpMessageType.Nak };
        Assert.True(_simulation.RunUntil(() => !_stack.Interface.HasAddress, TimeSpan.FromSeconds(1900)));
        Assert.Equal(1UL, _stack.Counters[NetCounter.DhcpNakReceived]);
    }

    [Fact]
    public void An_endless_lease_is_never_renewed()
    {
        _server.LeaseSeconds = uint.MaxValue;
        Bind();
        _simulation.RunFor(TimeSpan.FromDays(400));
        Assert.Equal((2, DhcpState.Bound), (_server.Requests.Count, _stack.DhcpState));
    }

    [Fact]
    public void Garbage_on_the_client_port_is_counted()
    {
        _stack.StartDhcp(_simulation.Now);
        _host.SendUdp(StackSimulation.Hardware(10), Leased, 67, 68, [1, 2, 3]);
        _host.SendUdp(StackSimulation.Hardware(10), Leased, 66, 68, new byte[300]);
        _simulation.RunFor(TimeSpan.FromMilliseconds(2));
        Assert.Equal(2UL, _stack.Counters[NetCounter.DhcpMalformed]);
    }

    private static long[] Sent(StackSimulation simulation) =>
        [.. simulation.Link.Frames.Where(frame => frame.Port == 0 && frame.Bytes is [0xff, ..] && frame.Bytes[13] == 0).Select(frame => frame.Time.Nanoseconds / 1_000_000)];

    private void Bind()
    {
        _stack.StartDhcp(_simulation.Now);
        Assert.True(_simulation.RunUntil(() => _stack.Interface.HasAddress, Second));
    }
}
