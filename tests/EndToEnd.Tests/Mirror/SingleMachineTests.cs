using DSoftBus.Image.Manifest;
using DSoftBus.Runtime.Markers;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Mirror;

/// <summary>The ladder of one machine with two logical nodes (networking.md section 7), whichever of the two has the lower id.</summary>
public sealed class SingleMachineTests
{
    private const string Daemon = "dsoftbusd";

    [Theory]
    [InlineData(0x56)]
    [InlineData(0x0a)]
    [InlineData(0x0b)]
    [InlineData(0x0c)]
    public void TheLadderIsClimbedInItsOrder(byte lastMacByte)
    {
        using var world = new MirrorWorld();
        MirrorGateway.Plug(world);
        var machine = world.Boot("vm", lastMacByte, MirrorWorld.SingleWords, Manifests.SoftbusSingle);
        world.RunUntil(() => machine.Said(Markers.Selftest.End));
        string[] ladder =
        [
            "net: virtio-net up", "net: dhcp bound", "SELFTEST: net ping ok", "SELFTEST: net udp dns ok", "SELFTEST: net tcp listen ok",
            "netstackd: facade up",
            Markers.Dsoftbusd.DiscoveryUpLocal(Daemon),
            Markers.Dsoftbusd.AnnounceSent(Daemon),
            Markers.Dsoftbusd.PeerFoundLocal(Daemon),
            Markers.Dsoftbusd.TransportUp(Daemon),
            Markers.Dsoftbusd.SessionConnect(Daemon, ""),
            Markers.Dsoftbusd.IdentityBound(Daemon, ""),
            Markers.Dsoftbusd.DualNodeSession(Daemon),
            Markers.Dsoftbusd.Ready(Daemon),
            Markers.Selftest.IcmpPingOk,
            Markers.Dsoftbusd.AuthOk(Daemon),
            Markers.Dsoftbusd.OsSession(Daemon),
            Markers.Selftest.BusConnectOk,
            Markers.Selftest.BusPingOk,
            Markers.Selftest.End,
        ];
        int[] places = [.. ladder.Select(rung => machine.Lines.FindIndex(line => line.StartsWith(rung, StringComparison.Ordinal)))];
        Assert.True(!places.Contains(-1) && places.SequenceEqual(places.Order()), world.Report());
        Assert.DoesNotContain(machine.Lines, line => line.Contains("FAIL", StringComparison.Ordinal));
    }
}
