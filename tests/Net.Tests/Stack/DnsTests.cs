using DSoftBus.Net.Dns;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>RFC 1035 section 7, RFC 5452 section 9.</summary>
public sealed class DnsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly StackSimulation _simulation = new();
    private readonly NetStack _stack;
    private readonly ScriptedHost _server;
    private readonly List<(ushort Port, ushort Id)> _queries = [];

    public DnsTests()
    {
        _server = _simulation.AddHost(1);
        _stack = _simulation.Add(10, new NetStackOptions { Resolver = _server.Address, DnsQueryCapacity = 2 });
        _server.OnFrame = OnFrame;
    }

    /// <summary>What the server answers to a query; null is silence.</summary>
    private Func<ushort, byte[], (DnsAnswerRepr Repr, Ipv4Address[] Addresses, ushort FromPort)?> Answer { get; set; } =
        (id, name) => (new DnsAnswerRepr(id, DnsResponseCode.NoError, name.Length, 1, 60), [new Ipv4Address(192, 0, 2, 7)], 53);

    /// <summary>Changes an answer before it leaves.</summary>
    private Action<byte[]>? Spoil { get; set; }

    [Fact]
    public void A_name_is_resolved()
    {
        Assert.Equal((DnsState.Resolved, "192.0.2.7"), Resolve("Example.org"u8));
        Assert.Equal(0, _stack.Udp.SocketCount);
    }

    [Fact]
    public void A_name_that_is_not_there_is_told()
    {
        Answer = (id, name) => (new DnsAnswerRepr(id, DnsResponseCode.NameError, name.Length, 0, 60), [], 53);
        Assert.Equal((DnsState.NotFound, ""), Resolve("nowhere.test"u8));
        Answer = (id, name) => (new DnsAnswerRepr(id, DnsResponseCode.NoError, name.Length, 0, 60), [], 53);
        Assert.Equal((DnsState.NotFound, ""), Resolve("v6only.test"u8));
        Answer = (id, name) => (new DnsAnswerRepr(id, DnsResponseCode.Refused, name.Length, 0, 60), [], 53);
        Assert.Equal((DnsState.Failed, ""), Resolve("private.test"u8));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("port")]
    [InlineData("name")]
    public void An_answer_that_does_not_match_is_not_believed(string fault)
    {
        Answer = (id, name) =>
        {
            if (fault == "name")
                name[1] ^= 1;
            return (new DnsAnswerRepr(fault == "id" ? (ushort)(id + 1) : id, DnsResponseCode.NoError, name.Length, 1, 60), [new Ipv4Address(6, 6, 6, 6)], fault == "port" ? (ushort)54 : (ushort)53);
        };
        Assert.Equal((DnsState.TimedOut, ""), Resolve("example.org"u8));
        Assert.Equal(4UL, _stack.Counters[NetCounter.DnsUnmatched]);
    }

    [Fact]
    public void A_cut_answer_gives_the_addresses_that_are_in_it_and_without_any_says_nothing_about_the_name()
    {
        Spoil = static message => message[2] |= 2;
        Assert.Equal((DnsState.Resolved, "192.0.2.7"), Resolve("example.org"u8));
        Answer = (id, name) => (new DnsAnswerRepr(id, DnsResponseCode.NoError, name.Length, 0, 60), [], 53);
        Assert.Equal((DnsState.Failed, ""), Resolve("example.org"u8));
    }

    [Fact]
    public void Only_a_standard_querys_response_is_believed()
    {
        foreach (byte flags in new byte[] { 0x01, 0x91 })
        {
            Spoil = message => message[2] = flags;
            Assert.Equal((DnsState.TimedOut, ""), Resolve("example.org"u8));
        }

        Assert.Equal(8UL, _stack.Counters[NetCounter.DnsUnmatched]);
    }

    [Fact]
    public void A_silent_server_is_asked_four_times_with_doubled_waits()
    {
        Answer = (_, _) => null;
        var start = _simulation.Now;
        Assert.Equal((DnsState.TimedOut, ""), Resolve("example.org"u8));
        Assert.Equal(4, _queries.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(500 + 1000 + 2000 + 4000), _simulation.Now - start);
        Assert.Equal(0, _stack.Udp.SocketCount);
    }

    [Fact]
    public void Ports_and_ids_differ_between_lookups()
    {
        for (int i = 0; i < 8; i++)
            Resolve("example.org"u8);
        Assert.Equal(8, _queries.Select(query => query.Port).Distinct().Count());
        Assert.Equal(8, _queries.Select(query => query.Id).Distinct().Count());
    }

    [Fact]
    public void Lookups_are_bounded_and_can_be_given_up()
    {
        Answer = (_, _) => null;
        Assert.Equal(DnsStartStatus.Started, _stack.Dns.TryStart("a.test"u8, _simulation.Now, out uint first));
        Assert.Equal(DnsStartStatus.Started, _stack.Dns.TryStart("b.test"u8, _simulation.Now, out _));
        Assert.Equal(DnsStartStatus.TableFull, _stack.Dns.TryStart("c.test"u8, _simulation.Now, out _));
        _stack.Dns.Cancel(first, _simulation.Now);
        Assert.Equal(DnsState.Unknown, _stack.Dns.Check(first, [], out _));
        Assert.Equal(DnsStartStatus.Started, _stack.Dns.TryStart("c.test"u8, _simulation.Now, out _));
    }

    [Fact]
    public void Bad_names_and_a_missing_resolver_are_refused()
    {
        foreach (byte[] name in new[] { ""u8.ToArray(), "."u8.ToArray(), "a..b"u8.ToArray(), "a b"u8.ToArray(), new byte[254], Enumerable.Repeat((byte)'a', 64).ToArray() })
            Assert.Equal(DnsStartStatus.BadName, _stack.Dns.TryStart(name, _simulation.Now, out _));
        Assert.Equal(DnsStartStatus.NoResolver, _simulation.Add(11).Dns.TryStart("a.test"u8, _simulation.Now, out _));
    }

    private (DnsState State, string Addresses) Resolve(ReadOnlySpan<byte> name)
    {
        Assert.Equal(DnsStartStatus.Started, _stack.Dns.TryStart(name, _simulation.Now, out uint id));
        var addresses = new Ipv4Address[8];
        var state = DnsState.Pending;
        int count = 0;
        _simulation.RunUntil(() => (state = _stack.Dns.Check(id, addresses, out count)) != DnsState.Pending, 10 * Second);
        return (state, string.Join(' ', addresses[..count].Select(address => address.ToString())));
    }

    private void OnFrame(byte[] frame)
    {
        if (EthernetView.TryParse(frame, out var ethernet) != WireError.None || ethernet.Type != EtherType.Ipv4
            || Ipv4View.TryParse(ethernet.Payload, out var packet) != WireError.None || packet.Protocol != IpProtocol.Udp
            || UdpView.TryParse(packet.Payload, out var udp) != WireError.None || DnsView.TryParse(udp.Payload, out var view) != WireError.None || view.IsResponse)
        {
            return;
        }

        _queries.Add((udp.SourcePort, view.Id));
        byte[] name = new byte[DnsName.MaximumLength];
        name = name[..view.ReadQuestionName(name)];
        if (Answer(view.Id, name) is not { } answer)
            return;
        byte[] message = new byte[answer.Repr.Length];
        answer.Repr.Emit(message, name, answer.Addresses);
        Spoil?.Invoke(message);
        _server.SendUdp(ethernet.Source, packet.Source, answer.FromPort, udp.SourcePort, message);
    }
}
