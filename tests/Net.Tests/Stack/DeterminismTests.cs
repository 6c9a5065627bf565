using DSoftBus.Net.Devices;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Udp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Entropy;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>A seeded run repeats byte for byte, and one purpose's random values do not depend on another's.</summary>
public sealed class DeterminismTests
{
    private static readonly LinkOptions Rough = new()
    {
        Delay = TimeSpan.FromMilliseconds(3),
        Loss = 0.1,
        Duplicate = 0.1,
        Reorder = 0.1,
        Corrupt = 0.1,
        Seed = 42,
    };

    [Fact]
    public void The_same_seed_gives_the_same_frames_at_the_same_times() => Assert.Equal(Run(Rough), Run(Rough));

    [Fact]
    public void Another_seed_gives_other_faults() => Assert.NotEqual(Run(Rough), Run(Rough with { Seed = 43 }));

    [Fact]
    public void Transaction_ids_do_not_depend_on_what_else_was_drawn()
    {
        var simulation = new StackSimulation();
        var stack = simulation.AddBare(10);
        stack.Entropy.For(RandomPurpose.Jitter).NextUInt64();
        stack.Entropy.For(RandomPurpose.DnsIdentification).NextUInt64();
        stack.StartDhcp(simulation.Now);
        simulation.RunFor(TimeSpan.FromMilliseconds(1));
        var frame = simulation.Link.Frames[0].Bytes;
        Assert.Equal(WireError.None, DhcpView.TryParse(frame.AsSpan(EthernetRepr.Length + 28), out var view));
        Assert.Equal(new TestEntropy(10).For(RandomPurpose.DhcpTransaction).NextUInt32(), view.TransactionId);
    }

    [Fact]
    public void Without_entropy_the_network_works_and_nodes_differ()
    {
        var simulation = new StackSimulation();
        NetStack a = simulation.AddBare(10, entropy: new NoEntropy()), b = simulation.AddBare(11, entropy: new NoEntropy());
        a.StartDhcp(simulation.Now);
        b.StartDhcp(simulation.Now);
        simulation.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal((AddressOrigin.Fallback, AddressOrigin.Fallback), (a.Interface.Origin, b.Interface.Origin));
        Assert.NotEqual(a.Entropy.For(RandomPurpose.TcpPort).NextUInt64(), b.Entropy.For(RandomPurpose.TcpPort).NextUInt64());
        Assert.NotEqual(a.Entropy.For(RandomPurpose.TcpPort).NextUInt64(), a.Entropy.For(RandomPurpose.Jitter).NextUInt64());
    }

    private static string Run(LinkOptions link)
    {
        var simulation = new StackSimulation(link);
        NetStack a = simulation.AddBare(10), b = simulation.AddBare(11);
        a.StartDhcp(simulation.Now);
        b.StartDhcp(simulation.Now);
        a.Udp.TryBind(Ipv4Address.Any, 37020, share: false, out var left);
        b.Udp.TryBind(Ipv4Address.Any, 37020, share: false, out var right);
        left!.Join(new Ipv4Address(239, 42, 0, 1), simulation.Now);
        right!.Join(new Ipv4Address(239, 42, 0, 1), simulation.Now);
        for (byte i = 0; i < 50; i++)
        {
            simulation.RunFor(TimeSpan.FromMilliseconds(100));
            left.SendTo(new UdpEndpoint(new Ipv4Address(239, 42, 0, 1), 37020), [i], simulation.Now);
            right.SendTo(new UdpEndpoint(new Ipv4Address(10, 42, 0, 10), 37020), [i], simulation.Now);
        }

        return simulation.Trace() + simulation.Link.Dropped;
    }
}
