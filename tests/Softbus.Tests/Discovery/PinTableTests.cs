using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Discovery;
using Xunit;

namespace DSoftBus.Tests.Softbus.Discovery;

public sealed class PinTableTests
{
    [Fact]
    public void TheFirstKeyOfAnIdStays()
    {
        var pins = new PinTable();
        Assert.Equal(PinOutcome.Pinned, pins.Check(PeerCacheTests.Id(1), Key(1), PinSource.Announced));
        Assert.Equal(PinOutcome.Match, pins.Check(PeerCacheTests.Id(1), Key(1), PinSource.Announced));
        Assert.Equal(PinOutcome.Conflict, pins.Check(PeerCacheTests.Id(1), Key(2), PinSource.Configured));
        Assert.True(pins.TryGet(PeerCacheTests.Id(1), out var key));
        Assert.Equal(Key(1), key);
        Assert.False(pins.TryGet(PeerCacheTests.Id(2), out _));
    }

    [Fact]
    public void PinsOfPeersInSessionNeverGo()
    {
        var pins = new PinTable(2);
        pins.Check(PeerCacheTests.Id(1), Key(1), PinSource.Announced);
        pins.Check(PeerCacheTests.Id(2), Key(2), PinSource.Announced);
        Assert.True(pins.Hold(PeerCacheTests.Id(1)));
        Assert.True(pins.Hold(PeerCacheTests.Id(1)));
        Assert.Equal(PinOutcome.Pinned, pins.Check(PeerCacheTests.Id(3), Key(3), PinSource.Announced));
        Assert.False(pins.TryGet(PeerCacheTests.Id(2), out _));
        Assert.True(pins.Hold(PeerCacheTests.Id(3)));
        Assert.Equal(PinOutcome.Full, pins.Check(PeerCacheTests.Id(4), Key(4), PinSource.Announced));

        pins.Release(PeerCacheTests.Id(1));
        Assert.Equal(PinOutcome.Full, pins.Check(PeerCacheTests.Id(4), Key(4), PinSource.Announced));
        pins.Release(PeerCacheTests.Id(1));
        Assert.Equal(PinOutcome.Pinned, pins.Check(PeerCacheTests.Id(4), Key(4), PinSource.Announced));
        Assert.False(pins.Hold(PeerCacheTests.Id(1)));
    }

    [Fact]
    public void AFloodOfAnnouncesLeavesStrongerPinsAlone()
    {
        var pins = new PinTable(3);
        pins.Check(PeerCacheTests.Id(1), Key(1), PinSource.Announced);
        pins.Check(PeerCacheTests.Id(1), Key(1), PinSource.Proven);
        pins.Check(PeerCacheTests.Id(2), Key(2), PinSource.Configured);
        for (int i = 10; i < 100; i++)
            Assert.Equal(PinOutcome.Pinned, pins.Check(PeerCacheTests.Id(i), Key(i), PinSource.Announced));
        Assert.True(pins.TryGet(PeerCacheTests.Id(1), out _));
        Assert.True(pins.TryGet(PeerCacheTests.Id(2), out _));
        Assert.Equal(3, pins.Count);
    }

    [Fact]
    public void OnlyAPinThatNobodyVouchedForIsForgotten()
    {
        var pins = new PinTable();
        pins.Check(PeerCacheTests.Id(1), Key(1), PinSource.Announced);
        pins.Check(PeerCacheTests.Id(2), Key(2), PinSource.Proven);
        pins.Check(PeerCacheTests.Id(3), Key(3), PinSource.Configured);
        pins.Check(PeerCacheTests.Id(4), Key(4), PinSource.Announced);
        pins.Hold(PeerCacheTests.Id(4));
        Assert.True(pins.Forget(PeerCacheTests.Id(1)));
        Assert.False(pins.TryGet(PeerCacheTests.Id(1), out _));
        Assert.True(pins.Forget(PeerCacheTests.Id(1)));
        Assert.False(pins.Forget(PeerCacheTests.Id(2)));
        Assert.False(pins.Forget(PeerCacheTests.Id(3)));
        Assert.False(pins.Forget(PeerCacheTests.Id(4)));
        Assert.Equal(3, pins.Count);
        Assert.True(pins.TryGet(PeerCacheTests.Id(4), out var key));
        Assert.Equal(Key(4), key);
        Assert.Equal(PinOutcome.Pinned, pins.Check(PeerCacheTests.Id(1), Key(9), PinSource.Announced));
    }

    [Fact]
    public void TheLeastRecentlyConfirmedGoesFirst()
    {
        var pins = new PinTable(2);
        pins.Check(PeerCacheTests.Id(1), Key(1), PinSource.Announced);
        pins.Check(PeerCacheTests.Id(2), Key(2), PinSource.Announced);
        pins.Check(PeerCacheTests.Id(1), Key(1), PinSource.Announced);
        pins.Check(PeerCacheTests.Id(3), Key(3), PinSource.Announced);
        Assert.True(pins.TryGet(PeerCacheTests.Id(1), out _));
        Assert.False(pins.TryGet(PeerCacheTests.Id(2), out _));
    }

    [Fact]
    public void TheDefaultHoldsTwoHundredFiftySix()
    {
        var pins = new PinTable();
        for (int i = 0; i < 256; i++)
            pins.Check(DSoftBus.Softbus.Identity.DeviceId.Of([(byte)i, 1]), Key(i), PinSource.Configured);
        Assert.Equal(256, pins.Count);
        Assert.Equal(PinOutcome.Full, pins.Check(PeerCacheTests.Id(1), Key(1), PinSource.Announced));
    }

    private static X25519PublicKey Key(int number) => new(Enumerable.Repeat((byte)number, 32).ToArray());
}
