using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;

namespace DSoftBus.Softbus.Discovery;

/// <summary>Where a pinned key came from; a stronger source is not evicted for a weaker one. Ordered.</summary>
public enum PinSource : byte
{
    /// <summary>The first announce of that id: nobody vouched for it.</summary>
    Announced = 0,

    /// <summary>A session proved that the id's owner uses this key.</summary>
    Proven = 1,

    /// <summary>Configuration.</summary>
    Configured = 2,
}

/// <summary>What the pin table says about an id and a key.</summary>
public enum PinOutcome : byte
{
    /// <summary>The id was unknown and is pinned to this key now.</summary>
    Pinned = 0,

    /// <summary>The id is pinned to this key.</summary>
    Match = 1,

    /// <summary>The id is pinned to another key.</summary>
    Conflict = 2,

    /// <summary>The id is unknown, and every entry belongs to a peer in session or a stronger source.</summary>
    Full = 3,
}

/// <summary>
/// Which Noise key belongs to which device id (decisions.md, Pins): bounded, outlasts discovery entries. When full, the least
/// recently confirmed entry of the weakest source goes; entries of peers in session never go.
/// </summary>
public sealed class PinTable
{
    /// <summary>The capacity when none is asked for.</summary>
    public const int DefaultCapacity = 256;

    private readonly Entry[] _entries;
    private long _clock;

    /// <param name="capacity">1 or more.</param>
    public PinTable(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _entries = new Entry[capacity];
    }

    public int Count { get; private set; }

    /// <summary>Pins an unknown id, or compares a known one; a match from a stronger source strengthens the entry.</summary>
    public PinOutcome Check(DeviceId id, X25519PublicKey key, PinSource source)
    {
        int at = IndexOf(id);
        if (at < 0)
        {
            at = Place(source);
            if (at < 0)
                return PinOutcome.Full;
            _entries[at] = new Entry { Id = id, Key = key, Source = source, LastUse = ++_clock };
            return PinOutcome.Pinned;
        }

        ref var entry = ref _entries[at];
        if (entry.Key != key)
            return PinOutcome.Conflict;
        entry.LastUse = ++_clock;
        if (source > entry.Source)
            entry.Source = source;
        return PinOutcome.Match;
    }

    /// <summary>The key of an id, without counting as use.</summary>
    public bool TryGet(DeviceId id, out X25519PublicKey key)
    {
        int at = IndexOf(id);
        key = at < 0 ? default : _entries[at].Key;
        return at >= 0;
    }

    /// <summary>Keeps an entry while a session with that peer lives; false when the id is not pinned. Counts: one Release each.</summary>
    public bool Hold(DeviceId id)
    {
        int at = IndexOf(id);
        if (at >= 0)
            _entries[at].Sessions++;
        return at >= 0;
    }

    /// <summary>Ends one <see cref="Hold"/>.</summary>
    public void Release(DeviceId id)
    {
        int at = IndexOf(id);
        if (at >= 0 && _entries[at].Sessions > 0)
            _entries[at].Sessions--;
    }

    /// <summary>Drops an entry that only an announce vouches for, since whoever announced first may have lied. True when the id is not pinned any more.</summary>
    public bool Forget(DeviceId id)
    {
        int at = IndexOf(id);
        if (at < 0)
            return true;
        if (_entries[at].Sessions > 0 || _entries[at].Source > PinSource.Announced)
            return false;
        _entries[at] = _entries[--Count];
        _entries[Count] = default;
        return true;
    }

    private int Place(PinSource source)
    {
        if (Count < _entries.Length)
            return Count++;
        int victim = -1;
        for (int i = 0; i < _entries.Length; i++)
        {
            ref var entry = ref _entries[i];
            if (entry.Sessions > 0 || entry.Source > source)
                continue;
            if (victim < 0 || (entry.Source, entry.LastUse).CompareTo((_entries[victim].Source, _entries[victim].LastUse)) < 0)
                victim = i;
        }

        return victim;
    }

    private int IndexOf(DeviceId id)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].Id == id)
                return i;
        }

        return -1;
    }

    private struct Entry
    {
        public DeviceId Id;
        public X25519PublicKey Key;
        public PinSource Source;
        public int Sessions;
        public long LastUse;
    }
}
