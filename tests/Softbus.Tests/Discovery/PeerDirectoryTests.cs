using CsCheck;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Discovery;
using DSoftBus.Softbus.Identity;
using Xunit;

namespace DSoftBus.Tests.Softbus.Discovery;

public sealed class PeerDirectoryTests
{
    private const uint Address = 0x0a2a000b; // 10.42.0.11

    private readonly PeerDirectory _directory = new(PeerCacheTests.Id(0));

    [Fact]
    public void APeerIsLearnedRefreshedAndForgotten()
    {
        Assert.Equal(AnnounceOutcome.Learned, Announce(1, now: 5));
        Assert.True(_directory.Cache.TryPeek(PeerCacheTests.Id(1), out var peer));
        Assert.Equal((34568, Address, 5 + PeerDirectory.EntryLifetime, Key(1)), (peer.Port, peer.Address, peer.ExpiresAt, peer.NoiseStatic));
        Assert.True(peer.Services.Contains("samgrd"u8));
        Assert.False(peer.Services.Contains("samgr"u8));

        Assert.Equal(AnnounceOutcome.Refreshed, Announce(1, port: 1, now: 7, services: []));
        Assert.True(_directory.Cache.TryPeek(PeerCacheTests.Id(1), out peer));
        Assert.Equal((1, 7 + PeerDirectory.EntryLifetime, 0), (peer.Port, peer.ExpiresAt, peer.ServiceBytes.Length));
        Assert.Equal(1, _directory.Cache.RemoveExpired(7 + PeerDirectory.EntryLifetime));
        Assert.Equal(AnnounceOutcome.Learned, Announce(1));
    }

    [Fact]
    public void AnotherKeyIsAConflictAlsoAfterTheEntryExpired()
    {
        Announce(1);
        Assert.Equal(AnnounceOutcome.Conflict, Announce(1, key: 2));
        _directory.Cache.RemoveExpired(long.MaxValue - 1);
        Assert.Equal(AnnounceOutcome.Conflict, Announce(1, key: 2));
        Assert.Equal(0, _directory.Cache.Count);
        Assert.Equal(2, _directory.Count(AnnounceOutcome.Conflict));
        Assert.Equal(AnnounceOutcome.Learned, Announce(1));
    }

    [Fact]
    public void PortZeroIsAGoodbyeOfTheOwnerOnly()
    {
        Assert.Equal(AnnounceOutcome.Ignored, Announce(1, port: 0));
        Announce(1);
        Assert.Equal(AnnounceOutcome.Conflict, Announce(1, port: 0, key: 2));
        Assert.Equal(1, _directory.Cache.Count);
        Assert.Equal(AnnounceOutcome.Goodbye, Announce(1, port: 0));
        Assert.Equal(0, _directory.Cache.Count);
        Assert.Equal(AnnounceOutcome.Ignored, Announce(1, port: 0));
        Assert.Equal(AnnounceOutcome.Conflict, Announce(1, key: 2));
    }

    [Fact]
    public void OurOwnAnnounceAndOtherIdsAreIgnored()
    {
        Assert.Equal(AnnounceOutcome.Ignored, Announce(0));
        Assert.Equal(AnnounceOutcome.Ignored, _directory.OnPacket(Packet("node-a"u8, 1, 1), Address, 0, out _));
        Assert.Equal(AnnounceOutcome.Malformed, _directory.OnPacket("NOPE"u8, Address, 0, out _));
        Assert.Equal(2, _directory.Count(AnnounceOutcome.Ignored));
        Assert.Equal(1, _directory.Count(AnnounceOutcome.Malformed));
    }

    [Fact]
    public void ConfiguredPeersNeverExpireAndStayWhereTheyAre()
    {
        Assert.True(_directory.Configure(new Peer(PeerCacheTests.Id(1), 7, Key(1), 0x01020304, 0, default)));
        Assert.Equal(AnnounceOutcome.Refreshed, Announce(1, now: 9));
        Assert.True(_directory.Cache.TryPeek(PeerCacheTests.Id(1), out var peer));
        Assert.Equal((7, 0x01020304u, Peer.Never), (peer.Port, peer.Address, peer.ExpiresAt));
        Assert.True(peer.Services.Contains("samgrd"u8));
        Assert.Equal(AnnounceOutcome.Conflict, Announce(1, key: 2));
        Assert.Equal(AnnounceOutcome.Ignored, Announce(1, port: 0));
        Assert.Equal(0, _directory.Cache.RemoveExpired(long.MaxValue));
        Assert.False(_directory.Configure(new Peer(PeerCacheTests.Id(1), 7, Key(2), 0, 0, default)));
    }

    [Fact]
    public void ARepeatedAnnounceKeepsItsServiceBytes()
    {
        Announce(1);
        _directory.Cache.TryPeek(PeerCacheTests.Id(1), out var before);
        Announce(1);
        _directory.Cache.TryPeek(PeerCacheTests.Id(1), out var after);
        Assert.True(before!.ServiceBytes.Equals(after!.ServiceBytes));
    }

    [Fact]
    public void WaitsStayWithinAQuarterOfTheCadence() => Gen.UInt.Array[5].Sample(random =>
    {
        var schedule = new AnnounceSchedule();
        long[] nominal = [250_000_000, 750_000_000, 10_000_000_000, 10_000_000_000, 10_000_000_000];
        for (int i = 0; i < nominal.Length; i++)
            Assert.InRange(schedule.NextWait(random[i]), nominal[i] / 4 * 3, nominal[i] / 4 * 5);
    });

    [Fact]
    public void WaitsUseTheWholeRange()
    {
        Assert.Equal(187_500_000, new AnnounceSchedule().NextWait(0));
        Assert.InRange(new AnnounceSchedule().NextWait(uint.MaxValue), 312_499_999, 312_500_000);
    }

    private static X25519PublicKey Key(int number) => new(Enumerable.Repeat((byte)number, 32).ToArray());

    private static byte[] Packet(ReadOnlySpan<byte> id, ushort port, int key, string[]? services = null)
    {
        var packet = new byte[AnnounceView.MaximumLength];
        var announce = new Announce
        {
            DeviceId = id,
            Port = port,
            NoiseStatic = Key(key),
            Services = (services ?? ["samgrd", "bundlemgrd"]).Select(System.Text.Encoding.UTF8.GetBytes).ToArray(),
        };
        Assert.Equal(AnnounceError.None, announce.TryWrite(packet, out int length));
        return packet[..length];
    }

    private AnnounceOutcome Announce(int number, ushort port = 34568, int? key = null, long now = 0, string[]? services = null)
    {
        var text = new byte[DeviceId.TextLength];
        PeerCacheTests.Id(number).WriteText(text);
        var outcome = _directory.OnPacket(Packet(text, port, key ?? number, services), Address, now, out var id);
        Assert.Equal(PeerCacheTests.Id(number), id);
        return outcome;
    }
}
