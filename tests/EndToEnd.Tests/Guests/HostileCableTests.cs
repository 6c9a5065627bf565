using DSoftBus.Net.Facade;
using DSoftBus.Qemu.Harness;
using DSoftBus.Runtime.Markers;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Traits;
using DSoftBus.Tests.EndToEnd.Mirror;
using DSoftBus.Tests.Softbus.Transport;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Guests;

/// <summary>A hostile node of this process on the cable of a booted machine: each attempt is refused by name; then a good peer is served.</summary>
[Collection(GuestCollection.Name)]
public sealed class HostileCableTests
{
    private const string Daemon = "dsoftbusd";
    private const byte VictimByte = 0x0a, PinnedByte = 0x0b, GoodByte = 0x0c, HostileSeed = 0x67, BaitSeed = 0x68;

    private static readonly DeviceIdentity Victim = HostileNode.Keys(VictimByte), Pinned = HostileNode.Keys(PinnedByte);
    private static readonly DeviceIdentity Own = HostileNode.Keys(HostileSeed), Bait = BaitAboveTheVictim();

    [Fact]
    public async Task EachAttemptIsRefusedAndTheGoodPeerIsServed()
    {
        await using var machine = GuestBoot.Start(KernelWords.TestKeys, KernelWords.Dhcp(0), KernelWords.Port(34567), KernelWords.PolicyTest);
        using var world = new CableWorld(machine.Cable);
        machine.OnLine = () => world.Loop.Post(static () => { });
        await Task.Run(() => Attack(world, machine));
    }

    private static void Attack(CableWorld world, GuestBoot machine)
    {
        Until(world, machine, () => machine.Said(Markers.Dsoftbusd.Ready(Daemon)));
        world.Boot("pinned", PinnedByte, "softbus.port=34568");
        Until(world, machine, () => machine.Said(Markers.Dsoftbusd.CrossVmSession(Daemon, Pinned.Id.Short)));

        Until(world, machine, HostileNode.Boot(world, async node =>
        {
            async ValueTask Expect(string beginning)
            {
                while (!machine.Said(beginning))
                    await node.Task.DelayAsync(TimeSpan.FromMilliseconds(20));
            }

            await node.AnnounceAsync(Pinned.Id, Own.StaticPublic);
            await Expect(Markers.Dsoftbusd.AnnounceConflict(Daemon, Pinned.Id.Short));

            Assert.Null((await node.DialAsync(Victim, VictimByte, Own, flippedWrite: 0)).Session);
            await Expect($"{Daemon}: handshake refused (Noise message 1: Decrypt");
            Assert.Null((await node.DialAsync(Victim, VictimByte, Own, flippedWrite: 1)).Session);
            await Expect($"{Daemon}: handshake refused (Noise message 3: Decrypt");
            Assert.Null((await node.DialAsync(Victim, VictimByte, new ForeignAttestation(Own, Pinned))).Session);
            await Expect($"{Daemon}: handshake refused (Identity message 3: SignatureInvalid");

            var garbage = await node.DialRawAsync(VictimByte);
            await garbage.WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), node.Soon);
            Assert.NotEqual(FacadeStatus.Ok, (await garbage.ReadAsync(new byte[64], node.Soon)).Status);

            var session = (await node.DialAsync(Victim, VictimByte, Own)).Session!;
            Assert.Equal(StreamStatus.Ok, await session.Stream.SendAsync(1, new byte[] { 1 }, node.Soon));
            Assert.Equal("FF0103", Convert.ToHexString((await session.Stream.ReceiveAsync(node.Soon)).Payload.Span));
            await Expect(Markers.Dsoftbusd.ProxyDenied(Daemon, "samgrd", 1, Own.Id.Short));
            await session.CloseAsync();

            await node.AnnounceAsync(Bait.Id, Bait.StaticPublic);
            Assert.Null((await node.AcceptAsync(Bait, flippedWrite: 0)).Session);
            await Expect($"{Daemon}: handshake refused (Noise message 2: Decrypt");
        }));

        var good = world.Boot("good", GoodByte, "softbus.port=34568 softbus.selftest=remote");
        Until(world, machine, () => good.Said(Markers.Selftest.End));
        Assert.True(good.Said(Markers.Selftest.RemoteResolveOk) && good.Said(Markers.Selftest.RemoteQueryOk), world.Report());
    }

    // The asker asks whoever it has a session with; the bait must be one that the victim dials (the lower id dials).
    private static DeviceIdentity BaitAboveTheVictim()
    {
        byte seed = BaitSeed;
        var bait = HostileNode.Keys(seed);
        while (!(Victim.Id < bait.Id))
            bait = HostileNode.Keys(++seed);
        return bait;
    }

    private static void Until(CableWorld world, GuestBoot machine, Func<bool> done)
    {
        bool came = world.Loop.RunUntil(done, world.Loop.Now + TimeSpan.FromSeconds(60));
        Assert.True(came, $"{string.Join('\n', machine.Lines)}\n{world.Report()}");
    }
}
