using System.Buffers.Binary;
using DSoftBus.Net.Dhcp;
using DSoftBus.Net.Dns;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>Servers as they are: more than one, with times of their own, options in strange places, answers to everybody.</summary>
public sealed class DhcpServerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Ipv4Address Other = new(10, 42, 0, 9);

    private readonly StackSimulation _simulation = new(new() { Delay = TimeSpan.FromMilliseconds(1) });
    private readonly NetStack _stack;
    private readonly ScriptedHost _host;
    private readonly DhcpScriptServer _server;

    public DhcpServerTests()
    {
        _stack = _simulation.AddBare(10, new NetStackOptions { Dhcp = new DhcpOptions { FallbackAfter = null } });
        _host = _simulation.AddHost(1);
        _server = new DhcpScriptServer(_host);
    }

    [Theory]
    [InlineData(DhcpMessageType.Ack)]
    [InlineData(DhcpMessageType.Nak)]
    public void While_one_server_is_asked_another_has_no_say(DhcpMessageType type)
    {
        _server.Change = (_, answer) => answer.MessageType == DhcpMessageType.Ack ? answer with { MessageType = type, ServerIdentifier = Other } : answer;
        _stack.StartDhcp(_simulation.Now);
        _simulation.RunFor(2 * Second);
        Assert.Equal((DhcpState.Requesting, false, 0UL), (_stack.DhcpState, _stack.Interface.HasAddress, _stack.Counters[NetCounter.DhcpNakReceived]));
        Assert.NotEqual(0UL, _stack.Counters[NetCounter.DhcpIgnored]);

        _server.Change = (_, answer) => answer;
        _simulation.RunFor(TimeSpan.FromSeconds(60));
        Assert.Equal(DhcpState.Bound, _stack.DhcpState);

        // Nor while the lease is renewed by its server; a rebinding asks everybody.
        _server.Change = (_, answer) => answer with { MessageType = type, ServerIdentifier = Other };
        _simulation.RunFor(TimeSpan.FromSeconds(2700));
        Assert.Equal((DhcpState.Renewing, true), (_stack.DhcpState, _stack.Interface.HasAddress));
        _simulation.RunFor(TimeSpan.FromSeconds(500));
        Assert.Equal(type == DhcpMessageType.Ack, _stack.Interface.HasAddress);
        Assert.Equal(type == DhcpMessageType.Ack ? DhcpState.Bound : DhcpState.Selecting, _stack.DhcpState);
    }

    [Fact]
    public void The_first_usable_offer_of_several_is_taken_and_the_others_are_ignored()
    {
        var second = _simulation.AddHost(9);
        _ = new DhcpScriptServer(second) { Leased = new Ipv4Address(10, 42, 0, 78) };
        _server.Change = (_, answer) => answer.MessageType == DhcpMessageType.Offer ? answer with { YourAddress = default } : null;
        _stack.StartDhcp(_simulation.Now);
        _simulation.RunFor(Second);
        Assert.Equal(new Ipv4Address(10, 42, 0, 78), _stack.Interface.Address);
        Assert.Equal(1UL, _stack.Counters[NetCounter.DhcpRefused]);
    }

    [Fact]
    public void Nothing_that_comes_unasked_changes_a_lease()
    {
        Bind();
        foreach (var type in new[] { DhcpMessageType.Ack, DhcpMessageType.Nak, DhcpMessageType.Offer })
        {
            var message = new DhcpRepr(type, _server.Requests[^1].Message.TransactionId, StackSimulation.Hardware(10))
            {
                IsReply = true,
                YourAddress = Other,
                ServerIdentifier = _host.Address,
                SubnetMask = 0xffffff00,
                LeaseTime = 1,
            };
            byte[] bytes = new byte[message.Length];
            message.Emit(bytes);
            _host.SendUdp(StackSimulation.Hardware(10), _stack.Interface.Address, 67, 68, bytes);
        }

        _simulation.RunFor(TimeSpan.FromMinutes(1));
        Assert.Equal((DhcpState.Bound, 1, 3UL), (_stack.DhcpState, _stack.InterfaceVersion, _stack.Counters[NetCounter.DhcpIgnored]));
    }

    [Fact]
    public void A_repeated_REQUEST_says_the_seconds_of_its_DISCOVER_and_keeps_the_transaction()
    {
        _server.Change = (message, answer) => _simulation.Now < Instant.Zero + TimeSpan.FromSeconds(3) || message.MessageType == DhcpMessageType.Request ? null : answer;
        _stack.StartDhcp(_simulation.Now);
        _simulation.RunFor(TimeSpan.FromSeconds(20));
        var discover = _server.Requests.Last(request => request.Message.MessageType == DhcpMessageType.Discover && request.Message.Seconds < 10).Message;
        var requests = _server.Requests.Where(request => request.Message.MessageType == DhcpMessageType.Request && request.Message.TransactionId == discover.TransactionId).ToArray();
        Assert.InRange(discover.Seconds, 3, 6);
        Assert.True(requests.Length >= 3);
        Assert.All(requests, request => Assert.Equal(discover.Seconds, request.Message.Seconds));
    }

    [Fact]
    public void Options_in_the_file_and_name_fields_count()
    {
        _server.Rewrite = Overload;
        Bind();
        Assert.Equal((24, _host.Address, _host.Address), (_stack.Interface.Network.PrefixLength, _stack.Interface.Gateway!.Value, _stack.Interface.Resolver!.Value));
        _simulation.RunFor(TimeSpan.FromSeconds(1801));
        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public void Answers_to_everybody_are_heard_before_there_is_an_address()
    {
        _server.Broadcasts = true;
        Bind();
        Assert.False(_server.Requests[0].Message.Broadcast);
    }

    [Theory]
    [InlineData(100u, 200u, 100, 200)]
    [InlineData(200u, 100u, 1800, 3150)]
    [InlineData(100u, 3600u, 1800, 3150)]
    [InlineData(0u, 200u, 1800, 3150)]
    public void T1_and_T2_are_the_servers_if_they_are_in_order(uint renewal, uint rebinding, int renewsAt, int rebindsAt)
    {
        _server.Change = (_, answer) => answer with { RenewalTime = renewal, RebindingTime = rebinding };
        Bind();
        _server.Change = (_, _) => null;
        _simulation.RunFor(TimeSpan.FromSeconds(renewsAt - 1));
        Assert.Equal(DhcpState.Bound, _stack.DhcpState);
        _simulation.RunFor(2 * Second);
        Assert.Equal((DhcpState.Renewing, _host.Address), (_stack.DhcpState, _server.Requests[^1].Destination));
        _simulation.RunFor(TimeSpan.FromSeconds(rebindsAt - renewsAt));
        Assert.Equal((DhcpState.Rebinding, Ipv4Address.LimitedBroadcast), (_stack.DhcpState, _server.Requests[^1].Destination));
        Assert.True(_stack.Interface.HasAddress);
    }

    [Fact]
    public void A_lease_of_ten_seconds_ends_after_ten_seconds()
    {
        _server.LeaseSeconds = 10;
        Bind();
        _server.Change = (_, _) => null;
        _simulation.RunFor(TimeSpan.FromSeconds(9.9));
        Assert.True(_stack.Interface.HasAddress);
        _simulation.RunFor(TimeSpan.FromSeconds(0.2));
        Assert.False(_stack.Interface.HasAddress);
    }

    [Fact]
    public void The_second_resolver_is_asked_when_the_first_is_silent_or_fails()
    {
        var second = _simulation.AddHost(9);
        var asked = new List<string>();
        bool fails = false;
        var dhcp = _host.OnFrame!;
        _host.OnFrame = frame =>
        {
            dhcp(frame);
            Resolve(_host, frame, asked, fails ? DnsResponseCode.ServerFailure : null);
        };
        second.OnFrame = frame => Resolve(second, frame, asked, DnsResponseCode.NoError);
        _server.Rewrite = message => [.. message[..240], 6, 8, .. Address(_host), .. Address(second), .. message[240..]];
        Bind();
        Assert.Equal(second.Address, _stack.Interface.AlternateResolver);
        Assert.Equal((Lookup(), "10.42.0.1 10.42.0.9"), (DnsState.Resolved, string.Join(' ', asked)));
        asked.Clear();
        fails = true;
        var start = _simulation.Now;
        Assert.Equal((Lookup(), "10.42.0.1 10.42.0.9"), (DnsState.Resolved, string.Join(' ', asked)));
        Assert.True(_simulation.Now - start < TimeSpan.FromMilliseconds(100));
        asked.Clear();
        second.OnFrame = frame => Resolve(second, frame, asked, DnsResponseCode.Refused);
        Assert.Equal((Lookup(), "10.42.0.1 10.42.0.9"), (DnsState.Failed, string.Join(' ', asked)));
    }

    private DnsState Lookup()
    {
        _stack.Dns.TryStart("a.test"u8, _simulation.Now, out uint id);
        var state = DnsState.Pending;
        _simulation.RunUntil(() => (state = _stack.Dns.Check(id, [], out _)) != DnsState.Pending, 30 * Second);
        return state;
    }

    private static void Resolve(ScriptedHost server, byte[] frame, List<string> asked, DnsResponseCode? code)
    {
        if (EthernetView.TryParse(frame, out var ethernet) != WireError.None || ethernet.Type != EtherType.Ipv4
            || Ipv4View.TryParse(ethernet.Payload, out var packet) != WireError.None || packet.Protocol != IpProtocol.Udp || packet.Destination != server.Address
            || UdpView.TryParse(packet.Payload, out var udp) != WireError.None || DnsView.TryParse(udp.Payload, out var view) != WireError.None)
        {
            return;
        }

        asked.Add(server.Address.ToString());
        if (code is not { } answer)
            return;
        byte[] name = new byte[DnsName.MaximumLength];
        int length = view.ReadQuestionName(name);
        var repr = new DnsAnswerRepr(view.Id, answer, length, answer == DnsResponseCode.NoError ? 1 : 0, 60);
        byte[] message = new byte[repr.Length];
        repr.Emit(message, name, [new Ipv4Address(192, 0, 2, 7)]);
        server.SendUdp(ethernet.Source, packet.Source, 53, udp.SourcePort, message);
    }

    private static byte[] Address(ScriptedHost host)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, host.Address.Value);
        return bytes;
    }

    // Message type and server stay; mask and lease time go into the file field, router and resolver into the name field (RFC 2132 section 9.3).
    private static byte[] Overload(byte[] message)
    {
        var options = new Dictionary<byte, byte[]>();
        for (int i = 240; message[i] != 255; i += 2 + message[i + 1])
            options[message[i]] = message[i..(i + 2 + message[i + 1])];
        byte[] own = [.. options[53], .. options[54], 52, 1, 3, 255];
        byte[] file = [.. options[1], 0, 0, .. options[51], 255];
        byte[] name = [.. options[3], .. options[6], 255];
        Array.Clear(message, 240, message.Length - 240);
        own.CopyTo(message, 240);
        file.CopyTo(message, 108);
        name.CopyTo(message, 44);
        return message;
    }

    private void Bind()
    {
        _stack.StartDhcp(_simulation.Now);
        Assert.True(_simulation.RunUntil(() => _stack.Interface.HasAddress, Second));
    }
}
