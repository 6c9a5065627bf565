using DSoftBus.Net.Icmp;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>Whole conversations as decoded trees, with test keys under virtual time; nothing is masked.</summary>
public sealed class GoldenPacketTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void Ping_and_datagrams_between_two_stacks()
    {
        var simulation = new StackSimulation(new() { Delay = TimeSpan.FromMilliseconds(1) });
        NetStack a = simulation.Add(10), b = simulation.Add(11);
        simulation.RunFor(Moment);
        a.Icmp.TryPing(StackSimulation.Address(11), 0x4e58, 1, 16, simulation.Now + Moment, simulation.Now, out uint id);
        simulation.RunFor(Moment);
        Assert.Equal(EchoState.Replied, a.Icmp.Check(id).State);
        a.Udp.TryBind(Ipv4Address.Any, 4000, share: false, out var left);
        left!.SendTo(new UdpEndpoint(StackSimulation.Address(11), 5000), "nobody"u8, simulation.Now);
        simulation.RunFor(Moment);
        b.Udp.TryBind(Ipv4Address.Any, 37020, share: false, out var right);
        right!.Join(new Ipv4Address(239, 42, 0, 1), simulation.Now);
        left.SendTo(new UdpEndpoint(new Ipv4Address(239, 42, 0, 1), 37020), "everybody"u8, simulation.Now);
        simulation.RunFor(Moment);
        Assert.True(right.IsReadable);
        right.Close(simulation.Now);
        Golden.Match("net/ping-and-datagrams", simulation.Trace());
    }

    [Fact]
    public void Dhcp_and_a_name()
    {
        var simulation = new StackSimulation(new() { Delay = TimeSpan.FromMilliseconds(1) });
        var stack = simulation.AddBare(10);
        _ = new DhcpScriptServer(simulation.AddHost(1));
        stack.StartDhcp(simulation.Now);
        simulation.RunFor(Moment);
        stack.Dns.TryStart("localhost"u8, simulation.Now, out _);
        simulation.RunFor(Moment);
        Golden.Match("net/dhcp-and-name", simulation.Trace());
    }

    [Fact]
    public void Static_fallback()
    {
        var simulation = new StackSimulation();
        var stack = simulation.AddBare(10);
        stack.StartDhcp(simulation.Now);
        simulation.RunFor(TimeSpan.FromSeconds(1));
        Golden.Match("net/static-fallback", simulation.Trace());
    }
}
