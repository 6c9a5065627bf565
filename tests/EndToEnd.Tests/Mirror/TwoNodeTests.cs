using DSoftBus.Runtime.Markers;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Mirror;

/// <summary>Two machines reach a session and ask each other, whichever side dials (decisions.md "Sessions", who asks where).</summary>
public sealed class TwoNodeTests
{
    private const string Daemon = "dsoftbusd";
    private const string Id0A = "506ef1879d74", Id0B = "fdf72a088f18";

    [Theory]
    [InlineData(0x0a, 0x0b)]
    [InlineData(0x0b, 0x0a)]
    public void TheAskerIsServedWhetherItDialledOrAccepted(byte asker, byte asked)
    {
        using var world = new MirrorWorld();
        var a = world.Boot("A", asker, "softbus.port=34567 softbus.selftest=remote");
        var b = world.Boot("B", asked, "softbus.port=34568 softbus.selftest=peer");
        world.RunUntil(() => a.Said(Markers.Selftest.End) && b.Said(Markers.Selftest.End));
        world.RunFor(1);

        foreach (var (node, peer) in new[] { (a, IdOf(asked)), (b, IdOf(asker)) })
        {
            AssertOrder(node,
                Markers.Identityd.TestKeys,
                Markers.Dsoftbusd.DiscoveryUp(Daemon),
                Markers.Dsoftbusd.AnnounceSent(Daemon),
                Markers.Dsoftbusd.PeerLearned(Daemon),
                Markers.Dsoftbusd.AuthOk(Daemon),
                Markers.Dsoftbusd.IdentityBound(Daemon, peer),
                Markers.Dsoftbusd.CrossVmSession(Daemon, peer),
                Markers.Selftest.End);
            Assert.True(node.Said(Markers.Dsoftbusd.Ready(Daemon)), world.Report());
            Assert.True(node.Said(Markers.Dsoftbusd.SessionClosed(Daemon, peer, "shutdown")), world.Report());
        }

        AssertOrder(a, Markers.Selftest.RemoteResolveOk, Markers.Selftest.RemoteQueryOk, Markers.Selftest.End);
        AssertOrder(b, Markers.Dsoftbusd.ProxyOk(Daemon, IdOf(asker), "samgrd"), Markers.Dsoftbusd.ProxyOk(Daemon, IdOf(asker), "bundlemgrd"));
        Assert.DoesNotContain(a.Lines.Concat(b.Lines), line => line.Contains("FAIL", StringComparison.Ordinal) || line.Contains("refused", StringComparison.Ordinal));
        Assert.DoesNotContain(b.Lines, line => line.StartsWith("SELFTEST: remote", StringComparison.Ordinal));
    }

    [Fact]
    public void TheSecondMachineMayComeMuchLater()
    {
        using var world = new MirrorWorld();
        var b = world.Boot("B", 0x0b, "softbus.port=34568 softbus.selftest=peer");
        world.RunFor(90);
        Assert.True(b.Said(Markers.Dsoftbusd.Ready(Daemon)), world.Report());
        var a = world.Boot("A", 0x0a, "softbus.selftest=remote");
        world.RunUntil(() => a.Said(Markers.Selftest.End) && b.Said(Markers.Selftest.End));
        Assert.True(a.Said(Markers.Selftest.RemoteQueryOk), world.Report());
    }

    [Theory]
    [InlineData(0x0a, 0x0b)]
    [InlineData(0x0b, 0x0a)]
    public void AMachineThatLostItsPowerIsNoticedAndFoundAgain(byte staying, byte rebooted)
    {
        using var world = new MirrorWorld();
        var a = world.Boot("A", staying, "");
        var b = world.Boot("B", rebooted, "softbus.port=34568");
        world.RunUntil(() => a.SaidBeginning(Markers.Dsoftbusd.CrossVmSession(Daemon, "")));
        b.Stop();
        world.RunFor(3);
        b = world.Boot("B again", rebooted, "softbus.port=34568 softbus.selftest=remote");
        world.RunUntil(() => b.Said(Markers.Selftest.End), seconds: 60);
        Assert.True(b.Said(Markers.Selftest.RemoteQueryOk), world.Report());
        Assert.True(a.SaidBeginning(Markers.Dsoftbusd.SessionClosed(Daemon, IdOf(rebooted), "")), world.Report());
    }

    [Fact]
    public void AnIdleSessionLives()
    {
        using var world = new MirrorWorld();
        var a = world.Boot("A", 0x0a, "");
        var b = world.Boot("B", 0x0b, "softbus.port=34568");
        world.RunUntil(() => a.SaidBeginning(Markers.Dsoftbusd.CrossVmSession(Daemon, "")));
        world.RunFor(300);
        Assert.DoesNotContain(a.Lines.Concat(b.Lines), line => line.Contains("session closed", StringComparison.Ordinal));
    }

    [Fact]
    public void TwoRunsAreTheSameBitForBit()
    {
        Assert.Equal(Frames(), Frames());

        static List<string> Frames()
        {
            using var world = new MirrorWorld();
            var a = world.Boot("A", 0x0a, "softbus.selftest=remote");
            var b = world.Boot("B", 0x0b, "softbus.port=34568 softbus.selftest=peer");
            world.RunUntil(() => a.Said(Markers.Selftest.End) && b.Said(Markers.Selftest.End));
            return [.. world.Link.Frames.Select(frame => $"{frame.Port} {Convert.ToHexStringLower(frame.Bytes)}")];
        }
    }

    private static string IdOf(byte lastMacByte) => lastMacByte == 0x0a ? Id0A : Id0B;

    private static void AssertOrder(MirrorNode node, params string[] lines)
    {
        int[] places = [.. lines.Select(line => node.Lines.IndexOf(line))];
        Assert.True(!places.Contains(-1) && places.SequenceEqual(places.Order()), $"Expected in this order:\n  {string.Join("\n  ", lines)}\n{node}");
    }
}
