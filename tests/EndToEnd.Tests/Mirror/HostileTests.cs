using DSoftBus.Image.Manifest;
using DSoftBus.Net.Facade;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Samgrd;
using DSoftBus.Softbus.Traits;
using DSoftBus.Tests.Softbus.Transport;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Mirror;

/// <summary>A hostile machine on the cable: each attempt is refused by name, without a session; afterwards a good peer is served.</summary>
public sealed class HostileTests
{
    private const string Daemon = "dsoftbusd";
    private const byte VictimByte = 0x0a, GoodByte = 0x0b, HostileSeed = 0x67;

    private static readonly DeviceIdentity Victim = HostileNode.Keys(VictimByte), Good = HostileNode.Keys(GoodByte), Own = HostileNode.Keys(HostileSeed);

    [Fact]
    public void AnAnnounceWithAnotherKeyThanThePinnedIsAConflict()
    {
        using var world = new MirrorWorld();
        var victim = BootVictim(world);
        var good = world.Boot("good", GoodByte, "softbus.port=34568");
        world.RunUntil(() => HasSession(victim) && HasSession(good));
        world.RunUntil(HostileNode.Boot(world, node => node.AnnounceAsync(Good.Id, Own.StaticPublic)));
        world.RunUntil(() => victim.Said(Markers.Dsoftbusd.AnnounceConflict(Daemon, Good.Id.Short)));
        world.RunFor(30);
        Assert.DoesNotContain(victim.Lines, line => line.Contains("session closed", StringComparison.Ordinal));
    }

    [Fact]
    public void WhoeverAnnouncesAnotherDevicesIdFirstIsUnmaskedAndForgotten()
    {
        using var world = new MirrorWorld();
        var victim = BootVictim(world);
        world.RunUntil(HostileNode.Boot(world, async node =>
        {
            await node.AnnounceAsync(Good.Id, Own.StaticPublic);
            var outcome = await node.AcceptAsync(Own);
            Assert.Null(outcome.Session);
        }));
        world.RunUntil(() => victim.Said(Markers.Dsoftbusd.IdentityMismatch(Daemon, Good.Id.Short)));
        Assert.True(victim.SaidBeginning($"{Daemon}: handshake refused (Identity message 2"), world.Report());
        AssertGoodPeerIsServed(world, victim);
    }

    [Theory]
    [InlineData(0, "Noise message 1: Decrypt")]
    [InlineData(1, "Noise message 3: Decrypt")]
    public void AFlippedBitOfADiallerIsRefused(int write, string refusal)
    {
        using var world = new MirrorWorld();
        var victim = BootVictim(world);
        world.RunUntil(HostileNode.Boot(world, async node => Assert.Null((await node.DialAsync(Victim, VictimByte, Own, write)).Session)));
        AssertRefused(world, victim, refusal);
    }

    [Fact]
    public void AFlippedBitOfAnAcceptorIsRefused()
    {
        using var world = new MirrorWorld();
        var victim = BootVictim(world);
        Assert.True(Victim.Id < Good.Id);
        world.RunUntil(HostileNode.Boot(world, async node =>
        {
            await node.AnnounceAsync(Good.Id, Good.StaticPublic);
            Assert.Null((await node.AcceptAsync(Good, flippedWrite: 0)).Session);
        }));
        AssertRefused(world, victim, "Noise message 2: Decrypt");
    }

    [Fact]
    public void AForeignAttestationIsRefused()
    {
        using var world = new MirrorWorld();
        var victim = BootVictim(world);
        world.RunUntil(HostileNode.Boot(world, async node =>
            Assert.Null((await node.DialAsync(Victim, VictimByte, new ForeignAttestation(Own, Good))).Session)));
        AssertRefused(world, victim, "Identity message 3: SignatureInvalid");
    }

    [Fact]
    public void GarbageOnTheSessionPortIsRefused()
    {
        using var world = new MirrorWorld();
        var victim = BootVictim(world);
        world.RunUntil(HostileNode.Boot(world, async node =>
        {
            var stream = await node.DialRawAsync(VictimByte);
            await stream.WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), node.Soon);
            var answer = await stream.ReadAsync(new byte[64], node.Soon);
            Assert.NotEqual(FacadeStatus.Ok, answer.Status);
        }));
        AssertRefused(world, victim, "Noise message 1");
    }

    [Fact]
    public void GarbageOnTheDiscoveryPortIsRefused()
    {
        using var world = new MirrorWorld();
        var victim = BootVictim(world);
        world.RunUntil(HostileNode.Boot(world, node => node.AnnounceAsync(default, default, "NXSB\u0001\u0041"u8.ToArray())));
        world.RunUntil(() => victim.Said(Markers.Dsoftbusd.AnnounceMalformed(Daemon)));
        AssertGoodPeerIsServed(world, victim);
    }

    [Fact]
    public void ConnectionsThatSayNothingAreGivenUpAndDoNotKeepOthersOut()
    {
        using var world = new MirrorWorld();
        var victim = BootVictim(world);
        world.RunUntil(HostileNode.Boot(world, async node =>
        {
            for (int i = 0; i < 12; i++)
                await node.DialRawAsync(VictimByte);
        }));
        world.RunFor(11);
        AssertRefused(world, victim, "Io message 1: timed out");
    }

    [Theory]
    [InlineData(1u, "01", "samgrd", 1)]
    [InlineData(1u, "03", "samgrd", 3)]
    [InlineData(2u, "01", "bundlemgrd", 1)]
    [InlineData(2u, "03", "bundlemgrd", 3)]
    public void ARequestOutsideThePolicyIsDenied(uint channel, string request, string service, int operation)
    {
        using var world = new MirrorWorld();
        var victim = BootVictim(world);
        byte[] answer = [];
        world.RunUntil(HostileNode.Boot(world, async node => answer = await AskAsync(node, channel, Convert.FromHexString(request))));
        Assert.Equal([0xff, (byte)operation, 3], answer);
        Assert.True(victim.Said(Markers.Dsoftbusd.ProxyDenied(Daemon, service, operation, Own.Id.Short)), world.Report());
        AssertGoodPeerIsServed(world, victim);
    }

    [Theory]
    [InlineData("softbus.policy=none")]
    [InlineData("softbus.policy=everything")]
    public void WithoutAPolicyAnAuthenticatedPeerMayAskNothing(string words)
    {
        using var world = new MirrorWorld();
        var victim = world.Boot("victim", VictimByte, words);
        world.RunUntil(() => victim.Said(Markers.Dsoftbusd.Ready(Daemon)));
        world.RunUntil(HostileNode.Boot(world, async node =>
        {
            var session = (await node.DialAsync(Victim, VictimByte, Own)).Session!;
            Assert.Equal("FF0203", await ExchangeAsync(node, session, 1, [2]));
            Assert.Equal("FF0203", await ExchangeAsync(node, session, 2, [2]));
            Assert.Equal("FF0103", await ExchangeAsync(node, session, 16, [1, 15, 0, .. "SM\u0001\u0006\u000abundlemgrd"u8]));
        }));
        Assert.True(victim.Said(Markers.Dsoftbusd.ProxyDenied(Daemon, "samgrd", 2, Own.Id.Short)), world.Report());
        Assert.Equal(words.EndsWith("everything", StringComparison.Ordinal), victim.Said(Markers.Dsoftbusd.PolicyUnknown(Daemon, "everything")));
    }

    [Fact]
    public void EveryOtherRequestIsAnsweredAndTheSessionLives()
    {
        using var world = new MirrorWorld();
        BootVictim(world);
        world.RunUntil(HostileNode.Boot(world, async node =>
        {
            var session = (await node.DialAsync(Victim, VictimByte, Own)).Session!;
            Assert.Equal("FF0002", await ExchangeAsync(node, session, 1, []));
            Assert.Equal("FF0204", await ExchangeAsync(node, session, 1, [2, .. new byte[257]]));
            Assert.Equal("FF0202", await ExchangeAsync(node, session, 2, [2, 9, 9, 9]));
            Assert.Equal("FF0103", await ExchangeAsync(node, session, 3, [0, 0, 0, 42, 1, 0]));
            Assert.Equal("00" + "0D00" + "534D0186000000000000000000",
                await ExchangeAsync(node, session, 16, [1, 15, 0, .. "SM\u0001\u0006\u000abundlemgrd"u8]));
            Assert.Equal("00" + "0800" + "424E018100010000", await ExchangeAsync(node, session, 16, [2, 4, 0, .. "BN\u0001\u0001"u8]));
            Assert.Equal("FF0203", await ExchangeAsync(node, session, 16, [2, 5, 0, .. "BN\u0001\u0004\u0002"u8]));
            Assert.Equal("7FE703000008", await ExchangeAsync(node, session, 999, [1], answeredOn: 0));
            Assert.Equal("02" + "0807060504030201", await ExchangeAsync(node, session, 0, [1, 8, 7, 6, 5, 4, 3, 2, 1]));
        }));
    }

    [Fact]
    public void ANewerSessionOfTheSameDiallerReplacesTheOlder()
    {
        using var world = new MirrorWorld();
        var victim = BootVictim(world);
        world.RunUntil(HostileNode.Boot(world, async node =>
        {
            var older = (await node.DialAsync(Victim, VictimByte, Own)).Session!;
            var newer = (await node.DialAsync(Victim, VictimByte, Own)).Session!;
            var goodbye = await older.Stream.ReceiveAsync(node.Soon);
            Assert.Equal("0306", Convert.ToHexString(goodbye.Payload.Span));
            Assert.Equal("02" + "0100000000000000", await ExchangeAsync(node, newer, 0, [1, 1, 0, 0, 0, 0, 0, 0, 0]));
            await older.CloseAsync();
        }));
        world.RunUntil(() => victim.Said(Markers.Dsoftbusd.SessionClosed(Daemon, Own.Id.Short, "duplicate")));
    }

    [Fact]
    public void TheHigherIdMayNotDialWhileTheLowerOnesSessionLives()
    {
        using var world = new MirrorWorld();
        var victim = BootVictim(world);
        var good = world.Boot("good", GoodByte, "softbus.port=34568");
        world.RunUntil(() => HasSession(victim) && HasSession(good));
        world.RunUntil(HostileNode.Boot(world, async node =>
        {
            var outcome = await node.DialAsync(Victim, VictimByte, Good);
            Assert.Equal("connect: connection rejected", outcome.Detail);
        }));
        Assert.True(victim.Said(Markers.Dsoftbusd.HandshakeRefused(Daemon, "Identity", "duplicate session")), world.Report());
    }

    [Fact]
    public void AnAlteredRecordEndsTheSessionAtOnce()
    {
        using var world = new MirrorWorld();
        var victim = BootVictim(world);
        world.RunUntil(HostileNode.Boot(world, async node =>
        {
            // Writes 0 to 2 are the handshake and ConnectRequest.
            var session = (await node.DialAsync(Victim, VictimByte, Own, flippedWrite: 3)).Session!;
            await session.Stream.SendAsync(1, new byte[] { 2 }, node.Soon);
            Assert.NotEqual(StreamStatus.Ok, (await session.Stream.ReceiveAsync(node.Soon)).Status);
        }));
        world.RunUntil(() => victim.Said(Markers.Dsoftbusd.SessionClosed(Daemon, Own.Id.Short, "crypto")));
        AssertGoodPeerIsServed(world, victim);
    }

    [Fact]
    public void AServiceThatDoesNotAnswerIsAnAnswer()
    {
        using var world = new MirrorWorld();
        var mute = new TaskEntry("samgrd", static async task => await task.DelayUntilAsync(Instant.Never), RestartPolicy.Never,
            Grants.Receive(SamgrdSlots.Requests, "samgrd"));
        var manifest = Manifests.Softbus with { Tasks = [.. Manifests.Softbus.Tasks.Select(task => task.Name == "samgrd" ? mute : task)] };
        var victim = world.Boot("victim", VictimByte, MirrorWorld.UsualWords, manifest);
        world.RunUntil(() => victim.Said(Markers.Dsoftbusd.Ready(Daemon)));
        world.RunUntil(HostileNode.Boot(world, async node =>
        {
            var session = (await node.DialAsync(Victim, VictimByte, Own)).Session!;
            Assert.Equal("FF0205", await ExchangeAsync(node, session, 1, [2, 0]));
            Assert.Equal("02", (await ExchangeAsync(node, session, 2, Convert.FromHexString(
                "02" + "00000000030000000000000000000100010000002a00000064656d6f00000000")))[..2]);
        }));
    }

    private static MirrorNode BootVictim(MirrorWorld world)
    {
        var victim = world.Boot("victim", VictimByte, "");
        world.RunUntil(() => victim.Said(Markers.Dsoftbusd.Ready(Daemon)));
        return victim;
    }

    private static bool HasSession(MirrorNode node) => node.SaidBeginning(Markers.Dsoftbusd.CrossVmSession(Daemon, ""));

    private static void AssertRefused(MirrorWorld world, MirrorNode victim, string refusal)
    {
        world.RunUntil(() => victim.SaidBeginning($"{Daemon}: handshake refused ({refusal}"));
        Assert.False(HasSession(victim), world.Report());
        AssertGoodPeerIsServed(world, victim);
    }

    private static void AssertGoodPeerIsServed(MirrorWorld world, MirrorNode victim)
    {
        var good = world.Boot("good", GoodByte, "softbus.port=34568 softbus.selftest=remote");
        world.RunUntil(() => good.Said(Markers.Selftest.End), seconds: 60);
        Assert.True(good.Said(Markers.Selftest.RemoteResolveOk) && good.Said(Markers.Selftest.RemoteQueryOk), world.Report());
        Assert.True(victim.Said(Markers.Dsoftbusd.ProxyOk(Daemon, Good.Id.Short, "samgrd")), world.Report());
    }

    private static async ValueTask<byte[]> AskAsync(HostileNode node, uint channel, byte[] request)
    {
        var session = (await node.DialAsync(Victim, VictimByte, Own)).Session!;
        var answer = Convert.FromHexString(await ExchangeAsync(node, session, channel, request));
        await session.CloseAsync();
        return answer;
    }

    private static async ValueTask<string> ExchangeAsync(HostileNode node, ISession session, uint channel, byte[] request, uint? answeredOn = null)
    {
        Assert.Equal(StreamStatus.Ok, await session.Stream.SendAsync(channel, request, node.Soon));
        var frame = await session.Stream.ReceiveAsync(node.Soon);
        Assert.Equal((StreamStatus.Ok, answeredOn ?? channel), (frame.Status, frame.Channel));
        return Convert.ToHexString(frame.Payload.Span);
    }
}
