using System.Diagnostics.CodeAnalysis;
using DSoftBus.Softbus.Identity;

namespace DSoftBus.Softbus.Discovery;

/// <summary>
/// The peer cache (discovery.md section 4): bounded, least recently used out first. Configured peers (expiry
/// <see cref="Peer.Never"/>) go only when nothing else is left.
/// </summary>
public sealed class PeerCache
{
    /// <summary>The capacity when none is asked for.</summary>
    public const int DefaultCapacity = 16;

    private readonly Peer[] _peers; // most recently used first

    /// <param name="capacity">1 or more.</param>
    public PeerCache(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _peers = new Peer[capacity];
    }

    public int Count { get; private set; }

    /// <summary>All peers, most recently used first; valid until the next change.</summary>
    public ReadOnlySpan<Peer> Peers => _peers.AsSpan(0, Count);

    /// <summary>Puts a peer in front: replaces the one of the same id, or evicts one when the cache is full.</summary>
    /// <returns>The evicted peer of another id, or null.</returns>
    public Peer? Insert(Peer peer)
    {
        Peer? evicted = null;
        int at = IndexOf(peer.Id);
        if (at < 0)
        {
            if (Count == _peers.Length)
            {
                int victim = Victim();
                evicted = _peers[victim];
                RemoveAt(victim);
            }

            at = Count++;
        }

        MoveToFront(at, peer);
        return evicted;
    }

    /// <summary>Finds a peer and counts it as used.</summary>
    public bool TryGet(DeviceId id, [NotNullWhen(true)] out Peer? peer)
    {
        int at = IndexOf(id);
        peer = at < 0 ? null : _peers[at];
        if (peer is not null)
            MoveToFront(at, peer);
        return peer is not null;
    }

    /// <summary>Finds a peer without counting it as used.</summary>
    public bool TryPeek(DeviceId id, [NotNullWhen(true)] out Peer? peer)
    {
        int at = IndexOf(id);
        peer = at < 0 ? null : _peers[at];
        return peer is not null;
    }

    public bool Remove(DeviceId id)
    {
        int at = IndexOf(id);
        if (at >= 0)
            RemoveAt(at);
        return at >= 0;
    }

    /// <summary>Forgets every peer whose expiry is at or before <paramref name="now"/>; returns how many.</summary>
    public int RemoveExpired(long now)
    {
        int removed = 0;
        for (int i = Count - 1; i >= 0; i--)
        {
            if (_peers[i].ExpiresAt > now || _peers[i].ExpiresAt == Peer.Never)
                continue;
            RemoveAt(i);
            removed++;
        }

        return removed;
    }

    /// <summary>When the next peer expires, <see cref="Peer.Never"/> for none: the caller's timer.</summary>
    public long NextExpiry()
    {
        long next = Peer.Never;
        foreach (var peer in Peers)
            next = Math.Min(next, peer.ExpiresAt);
        return next;
    }

    private int Victim()
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            if (_peers[i].ExpiresAt != Peer.Never)
                return i;
        }

        return Count - 1;
    }

    private int IndexOf(DeviceId id)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_peers[i].Id == id)
                return i;
        }

        return -1;
    }

    private void MoveToFront(int at, Peer peer)
    {
        Array.Copy(_peers, 0, _peers, 1, at);
        _peers[0] = peer;
    }

    private void RemoveAt(int at)
    {
        Count--;
        Array.Copy(_peers, at + 1, _peers, at, Count - at);
        _peers[Count] = null!;
    }
}
