using CsCheck;
using DSoftBus.Softbus.Discovery;
using DSoftBus.Softbus.Identity;
using Xunit;

namespace DSoftBus.Tests.Softbus.Discovery;

public sealed class PeerCacheTests
{
    [Fact]
    public void TheLeastRecentlyUsedGoes() // discovery.md section 4, reference vectors
    {
        var cache = new PeerCache(2);
        Assert.Null(cache.Insert(Peer(1)));
        Assert.Null(cache.Insert(Peer(2)));
        Assert.Equal(Id(1), cache.Insert(Peer(3))!.Id);
        Assert.Equal([Id(3), Id(2)], Ids(cache));
    }

    [Fact]
    public void AKnownIdIsReplacedInFront()
    {
        var cache = new PeerCache(3);
        cache.Insert(Peer(1, port: 1000));
        cache.Insert(Peer(2));
        Assert.Null(cache.Insert(Peer(1, port: 1001)));
        Assert.Equal([Id(1), Id(2)], Ids(cache));
        Assert.Equal(1001, cache.Peers[0].Port);
    }

    [Fact]
    public void GettingCountsAsUseAndPeekingDoesNot()
    {
        var cache = new PeerCache(2);
        cache.Insert(Peer(1));
        cache.Insert(Peer(2));
        Assert.True(cache.TryPeek(Id(1), out _));
        Assert.Equal([Id(2), Id(1)], Ids(cache));
        Assert.True(cache.TryGet(Id(1), out _));
        Assert.Equal([Id(1), Id(2)], Ids(cache));
        Assert.False(cache.TryGet(Id(9), out _));
    }

    [Fact]
    public void ConfiguredPeersOutlastTheOthers()
    {
        var cache = new PeerCache(2);
        cache.Insert(Peer(1, expiresAt: DSoftBus.Softbus.Discovery.Peer.Never));
        cache.Insert(Peer(2));
        Assert.Equal(Id(2), cache.Insert(Peer(3))!.Id);
        Assert.Equal(0, cache.RemoveExpired(99));
        Assert.Equal(1, cache.RemoveExpired(100));
        Assert.Equal([Id(1)], Ids(cache));
        Assert.Equal(0, cache.RemoveExpired(long.MaxValue));
    }

    [Fact]
    public void TheNextExpiryIsTheSmallest()
    {
        var cache = new PeerCache();
        Assert.Equal(DSoftBus.Softbus.Discovery.Peer.Never, cache.NextExpiry());
        cache.Insert(Peer(1, expiresAt: 7));
        cache.Insert(Peer(2, expiresAt: 5));
        Assert.Equal(5, cache.NextExpiry());
        Assert.True(cache.Remove(Id(2)));
        Assert.False(cache.Remove(Id(2)));
        Assert.Equal(7, cache.NextExpiry());
    }

    [Fact]
    public void CapacityZeroIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new PeerCache(0));

    [Fact]
    public void AnyHistoryMatchesAListOfTheSameRules()
    {
        var step = Gen.Int[0, 3].Select(Gen.Int[0, 7]);
        Gen.Int[1, 5].Select(step.Array[0, 40]).Sample((capacity, steps) =>
        {
            var cache = new PeerCache(capacity);
            var model = new List<DeviceId>();
            foreach (var (operation, number) in steps)
            {
                var id = Id(number);
                bool known = model.Remove(id);
                switch (operation)
                {
                    case 0 or 1:
                        cache.Insert(Peer(number));
                        model.Insert(0, id);
                        if (model.Count > capacity)
                            model.RemoveAt(capacity);
                        break;
                    case 2:
                        Assert.Equal(known, cache.TryGet(id, out _));
                        if (known)
                            model.Insert(0, id);
                        break;
                    default:
                        Assert.Equal(known, cache.Remove(id));
                        break;
                }

                Assert.Equal(model, Ids(cache));
            }
        });
    }

    internal static DeviceId Id(int number) => DeviceId.Of([(byte)number]);

    private static Peer Peer(int number, ushort port = 1, long expiresAt = 100) => new(Id(number), port, default, 0, expiresAt, default);

    private static List<DeviceId> Ids(PeerCache cache) => [.. cache.Peers.ToArray().Select(peer => peer.Id)];
}
