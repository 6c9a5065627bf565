using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;

namespace DSoftBus.Softbus.Discovery;

/// <summary>
/// What this node knows of its peers: judges every announce by the pins, keeps the cache, counts the outcomes. A repeated
/// announce without news costs one small object; a malformed, own or conflicting one costs nothing.
/// </summary>
/// <param name="self">This node's id; its own announces come back by multicast.</param>
public sealed class PeerDirectory(DeviceId self, int cacheCapacity = PeerCache.DefaultCapacity, int pinCapacity = PinTable.DefaultCapacity)
{
    /// <summary>How long an announced entry lives: 35 s (decisions.md, Discovery).</summary>
    public const long EntryLifetime = 35_000_000_000;

    private readonly long[] _counts = new long[(int)AnnounceOutcome.Goodbye + 1];

    public PeerCache Cache { get; } = new(cacheCapacity);

    public PinTable Pins { get; } = new(pinCapacity);

    /// <summary>How many announces had an outcome.</summary>
    public long Count(AnnounceOutcome outcome) => _counts[(int)outcome];

    /// <summary>Judges one datagram of the discovery port.</summary>
    /// <param name="packet">The UDP payload.</param>
    /// <param name="address">IPv4 source address, the first octet highest.</param>
    /// <param name="now">Nanoseconds of the clock that expiries are measured with.</param>
    /// <param name="id">The announced id, for markers; default when malformed or no device id.</param>
    public AnnounceOutcome OnPacket(ReadOnlySpan<byte> packet, uint address, long now, out DeviceId id)
    {
        var outcome = Judge(packet, address, now, out id);
        _counts[(int)outcome]++;
        return outcome;
    }

    /// <summary>Adds a peer from configuration: it counts as discovered, never expires, and its key is pinned.</summary>
    /// <returns>False when that id is already pinned to another key or the pin table is full.</returns>
    public bool Configure(Peer peer)
    {
        if (Pins.Check(peer.Id, peer.NoiseStatic, PinSource.Configured) is PinOutcome.Conflict or PinOutcome.Full)
            return false;
        Cache.Insert(peer with { ExpiresAt = Peer.Never });
        return true;
    }

    private AnnounceOutcome Judge(ReadOnlySpan<byte> packet, uint address, long now, out DeviceId id)
    {
        id = default;
        if (AnnounceView.TryParse(packet, out var announce) != AnnounceError.None)
            return AnnounceOutcome.Malformed;
        if (!DeviceId.TryParse(announce.DeviceId, out id) || id == self)
            return AnnounceOutcome.Ignored;
        var key = announce.NoiseStatic;
        if (announce.Port == 0)
            return Leave(id, key);
        switch (Pins.Check(id, key, PinSource.Announced))
        {
            case PinOutcome.Conflict:
                return AnnounceOutcome.Conflict;
            case PinOutcome.Full:
                return AnnounceOutcome.Ignored;
        }

        bool known = Cache.TryPeek(id, out var before);
        var services = known && before!.ServiceBytes.Span.SequenceEqual(announce.ServiceBytes)
            ? before.ServiceBytes
            : announce.ServiceBytes.ToArray();

        // Announces are not signed: where a configured peer is dialled stays as configured.
        Cache.Insert(known && before!.ExpiresAt == Peer.Never
            ? before with { ServiceBytes = services }
            : new Peer(id, announce.Port, key, address, now + EntryLifetime, services));
        return known ? AnnounceOutcome.Refreshed : AnnounceOutcome.Learned;
    }

    private AnnounceOutcome Leave(DeviceId id, X25519PublicKey key)
    {
        if (!Pins.TryGet(id, out var pinned))
            return AnnounceOutcome.Ignored;
        if (pinned != key)
            return AnnounceOutcome.Conflict;
        if (Cache.TryPeek(id, out var peer) && peer.ExpiresAt == Peer.Never)
            return AnnounceOutcome.Ignored; // configured peers stay
        return Cache.Remove(id) ? AnnounceOutcome.Goodbye : AnnounceOutcome.Ignored;
    }
}
