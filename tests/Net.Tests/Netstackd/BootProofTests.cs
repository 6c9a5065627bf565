using DSoftBus.Net.Facade;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Netstackd;

/// <summary>networking.md section 3, the proofs to the byte, and section 4, the loopback with the datagram queue of decisions.md.</summary>
public sealed class BootProofTests
{
    private static readonly Ipv4Address Group = new(239, 42, 0, 1);

    [Fact]
    public void The_echo_and_the_query_have_the_bytes_of_the_specification()
    {
        var (world, gateway) = Boot(static _ => { });
        var echo = Assert.Single(gateway.Echoes);
        Assert.Equal((0x1234, 1, new string('0', 32)), (echo.Identifier, echo.Sequence, Convert.ToHexStringLower(echo.Payload)));
        var question = Assert.Single(gateway.Questions);
        Assert.Equal(40000, question.From);
        Assert.Equal("1234" + "0100" + "0001" + "000000000000" + "096c6f63616c686f737400" + "00010001", Convert.ToHexStringLower(question.Message));
        Assert.Contains("0 " + Markers.Netstackd.DnsOk, world.Markers);
    }

    [Fact]
    public void Silence_is_asked_every_second_and_every_100_ms_for_its_time()
    {
        var (world, gateway) = Boot(static gateway => (gateway.AnswersEcho, gateway.AnswersNames) = (false, false));
        Assert.Equal(4, gateway.Echoes.Count);
        Assert.All(gateway.Echoes, echo => Assert.Equal((0x1234, 1), (echo.Identifier, echo.Sequence)));
        Assert.Equal(15, gateway.Questions.Count);
        Assert.All(gateway.Questions.Zip(gateway.Questions.Skip(1)), pair => Assert.Equal(100, (pair.Second.Time - pair.First.Time).TotalMilliseconds));
        Assert.InRange((world.Loop.Now - Instant.Zero).TotalMilliseconds, 5500, 5600);

        // And the machine goes on without its network's gateway.
        Assert.Contains("0 " + Markers.Netstackd.ListenOk, world.Markers);
        Assert.Contains("0 " + Markers.Netstackd.FacadeUp, world.Markers);
    }

    [Theory]
    [InlineData("port")]
    [InlineData("id")]
    [InlineData("query")]
    [InlineData("short")]
    public void Only_a_real_answer_is_a_proof(string fault)
    {
        var (world, _) = Boot(gateway =>
        {
            gateway.AnswersFrom = fault == "port" ? (ushort)54 : (ushort)53;
            gateway.Change = answer =>
            {
                answer[1] ^= fault == "id" ? (byte)1 : (byte)0;
                answer[2] &= fault == "query" ? (byte)0x7f : (byte)0xff;
                return fault == "short" ? answer[..11] : answer;
            };
        });
        Assert.Contains("0 " + Markers.Netstackd.DnsFail, world.Markers);
        Assert.DoesNotContain("0 " + Markers.Netstackd.DnsOk, world.Markers);
    }

    [Fact]
    public void The_facades_ping_has_an_identifier_of_its_own()
    {
        var world = new NetworkWorld { Boot = "softbus.testkeys=1" };
        var gateway = new ScriptedGateway(world);
        world.Add(("app", async (_, facade) =>
        {
            Assert.True((await facade.PingAsync(new Ipv4Address(10, 42, 0, 2), TimeSpan.FromSeconds(1))).IsOk);
            gateway.AnswersEcho = false;
            Assert.Equal(FacadeStatus.TimedOut, (await facade.PingAsync(new Ipv4Address(10, 42, 0, 2), TimeSpan.FromSeconds(1))).Status);
        }
        ));
        world.Run();
        Assert.Equal(3, gateway.Echoes.Count);
        Assert.All(gateway.Echoes.Skip(1), echo => Assert.Equal((0x4e58, 1, new string('0', 32)), (echo.Identifier, echo.Sequence, Convert.ToHexStringLower(echo.Payload))));
    }

    [Fact]
    public void Two_logical_nodes_of_one_machine_hear_each_others_announcements_whole()
    {
        var world = new NetworkWorld();
        var heard = new List<string>();
        world.Add([.. new[] { "a", "b" }.Select(name => (name, (Func<DSoftBus.Runtime.Tasks.TaskContext, FacadeClient, ValueTask>)(async (task, facade) =>
        {
            var socket = (await facade.UdpBindAsync(37020, Ipv4Address.Any, UdpBindFlags.Share)).Value;
            Assert.Equal(FacadeStatus.Ok, await socket.JoinAsync(Group));
            await task.DelayAsync(TimeSpan.FromMilliseconds(50));
            Assert.Equal(FacadeStatus.Ok, await socket.SendToAsync(new UdpEndpoint(Group, 37020), new byte[name == "a" ? 123 : 1145]));
            var buffer = new byte[1472];
            for (int i = 0; i < 2; i++)
                heard.Add($"{name} {(await socket.ReceiveFromAsync(buffer, Instant.Never)).Value.Length}");
        })))]);
        world.Run();
        Assert.Equal(["a 1145", "a 123", "b 1145", "b 123"], heard.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_datagram_queue_to_the_own_address_is_bounded_and_what_is_lost_is_counted()
    {
        var world = new NetworkWorld();
        world.Add(("app", async (task, facade) =>
        {
            var socket = (await facade.UdpBindAsync(37020, Ipv4Address.Any)).Value;
            for (int i = 0; i < 100; i++)
                Assert.Equal(FacadeStatus.Ok, await socket.SendToAsync(new UdpEndpoint(NetworkWorld.AddressOf(0), 37020), new byte[] { (byte)i }));
            var buffer = new byte[9];
            int heard = 0;
            while (await socket.ReceiveFromAsync(buffer, task.Now) is { IsOk: true } result)
                Assert.Equal((heard++, 1), (buffer[0], result.Value.Length));
            Assert.Equal(new NetStackOptions().UdpQueueCapacity, heard);
            var lost = (await facade.StatAsync((byte)NetCounterGroup.Udp)).Value.Single(counter => counter.Id == (ushort)NetCounter.UdpQueueFull);
            Assert.Equal(100UL - (ulong)heard, lost.Value);
        }
        ));
        world.Run();
    }

    private static (NetworkWorld World, ScriptedGateway Gateway) Boot(Action<ScriptedGateway> configure)
    {
        var world = new NetworkWorld { Boot = "softbus.testkeys=1" };
        var gateway = new ScriptedGateway(world);
        configure(gateway);
        world.Add();
        world.RunUntil(() => world.Markers.Contains("0 netstackd: ready"));
        return (world, gateway);
    }
}
