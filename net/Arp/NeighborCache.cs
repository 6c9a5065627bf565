using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Arp;

/// <summary>
/// Which hardware address an on-link IPv4 address has (RFC 826, RFC 1122 section 2.3.2). Bounded, ageing; keeps one packet per
/// unresolved neighbour. Sends nothing itself: answers and <see cref="TryTakeDue"/> tell the caller what to send.
/// </summary>
internal sealed class NeighborCache
{
    private readonly NeighborEntry[] _entries;
    private readonly Dictionary<uint, int> _index;
    private readonly NetStackOptions _options;
    private readonly NetCounters _counters;
    private int _latest;

    public NeighborCache(NetStackOptions options, NetCounters counters)
    {
        _options = options;
        _counters = counters;
        _entries = new NeighborEntry[options.NeighborCapacity];
        _index = new Dictionary<uint, int>(options.NeighborCapacity);
    }

    /// <summary>Earliest of all entries' deadlines.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    public int Count => _index.Count;

    /// <summary>Looks an address up. False: unknown, and <paramref name="ask"/> says whether a request must leave now.</summary>
    public bool TryResolve(Ipv4Address address, Instant now, out MacAddress hardware, out bool ask)
    {
        ask = false;
        int slot = Find(address);
        if (slot < 0)
        {
            slot = Take(address);
            ref var created = ref _entries[slot];
            created.State = NeighborState.Incomplete;
            created.Attempts = 1;
            created.LastUsed = now;
            Schedule(ref created, now + _options.NeighborRetryInterval);
            ask = true;
        }

        ref var entry = ref _entries[slot];
        entry.LastUsed = now;
        hardware = entry.Hardware;
        return entry.State != NeighborState.Incomplete;
    }

    /// <summary>Keeps a packet for an address that <see cref="TryResolve"/> did not know; takes over the reference. An older one is dropped.</summary>
    public void Queue(Ipv4Address address, PacketBuffer packet)
    {
        ref var entry = ref _entries[_index[address.Value]];
        if (entry.Pending is not null)
        {
            _counters.Increment(NetCounter.ArpQueueReplaced);
            entry.Pending.Release();
        }

        entry.Pending = packet;
        entry.PendingOffset = packet.Headroom;
        entry.PendingLength = packet.Length;
    }

    /// <summary>
    /// Learns from a packet of that neighbour. Unknown neighbours are added only when <paramref name="create"/> (RFC 826: when the
    /// packet was for this host). A waiting packet comes back with its window as it was queued; its reference is the caller's.
    /// </summary>
    public PacketBuffer? Confirm(Ipv4Address address, MacAddress hardware, bool create, Instant now)
    {
        int slot = Find(address);
        if (slot < 0)
        {
            if (!create)
                return null;
            slot = Take(address);
            _entries[slot].LastUsed = now;
        }

        ref var entry = ref _entries[slot];
        entry.State = NeighborState.Reachable;
        entry.Hardware = hardware;
        entry.Attempts = 0;
        Schedule(ref entry, now + _options.NeighborLifetime);
        var pending = entry.Pending;
        entry.Pending = null;
        pending?.SetWindow(entry.PendingOffset, entry.PendingLength);
        return pending;
    }

    /// <summary>
    /// Takes the next thing to do at <paramref name="now"/>: ask again (<paramref name="failed"/> is null), or drop an entry that
    /// never answered, whose packet comes back in <paramref name="failed"/> with its reference. False: nothing is due.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="address">Whom to ask, or who did not answer.</param>
    /// <param name="hardware">Where the request goes: the last known address while refreshing, else broadcast.</param>
    /// <param name="failed">The packet that could not be sent.</param>
    public bool TryTakeDue(Instant now, out Ipv4Address address, out MacAddress hardware, out PacketBuffer? failed)
    {
        address = default;
        hardware = MacAddress.Broadcast;
        failed = null;
        if (now < NextDeadline)
            return false;
        var next = Instant.Never;
        for (int slot = 0; slot < _entries.Length; slot++)
        {
            ref var entry = ref _entries[slot];
            if (entry.State == NeighborState.Free)
                continue;
            if (now < entry.Deadline)
            {
                next = Instant.Min(next, entry.Deadline);
                continue;
            }

            if (entry.State == NeighborState.Reachable && now - entry.LastUsed >= _options.NeighborLifetime)
            {
                Remove(slot);
                continue;
            }

            address = entry.Address;
            if (entry.Attempts >= _options.NeighborAttempts)
            {
                failed = entry.Pending;
                failed?.SetWindow(entry.PendingOffset, entry.PendingLength);
                entry.Pending = null;
                Remove(slot);
                _counters.Increment(NetCounter.ArpUnresolved);
                if (failed is null)
                    continue;
                return true;
            }

            if (entry.State != NeighborState.Incomplete)
            {
                entry.State = NeighborState.Refreshing;
                hardware = entry.Hardware;
            }

            entry.Attempts++;
            entry.Deadline = now + _options.NeighborRetryInterval;
            return true;
        }

        NextDeadline = next;
        return false;
    }

    /// <summary>Forgets everything, for instance because the own address changed. Waiting packets are dropped.</summary>
    public void Clear()
    {
        for (int slot = 0; slot < _entries.Length; slot++)
        {
            if (_entries[slot].State != NeighborState.Free)
                Remove(slot);
        }

        NextDeadline = Instant.Never;
    }

    private void Schedule(ref NeighborEntry entry, Instant deadline)
    {
        entry.Deadline = deadline;
        NextDeadline = Instant.Min(NextDeadline, deadline);
    }

    private int Find(Ipv4Address address)
    {
        // Packets come in runs to one neighbour.
        if (_entries[_latest].State != NeighborState.Free && _entries[_latest].Address == address)
            return _latest;
        if (!_index.TryGetValue(address.Value, out int slot))
            return -1;
        _latest = slot;
        return slot;
    }

    /// <summary>A free slot, else that of the entry unused for longest; an answered one goes before one that still waits.</summary>
    private int Take(Ipv4Address address)
    {
        int victim = 0;
        for (int slot = 0; slot < _entries.Length; slot++)
        {
            if (_entries[slot].State == NeighborState.Free)
            {
                victim = slot;
                break;
            }

            ref var best = ref _entries[victim];
            ref var candidate = ref _entries[slot];
            bool bestWaits = best.State == NeighborState.Incomplete, candidateWaits = candidate.State == NeighborState.Incomplete;
            if (bestWaits != candidateWaits ? bestWaits : candidate.LastUsed < best.LastUsed)
                victim = slot;
        }

        if (_entries[victim].State != NeighborState.Free)
        {
            _counters.Increment(NetCounter.ArpEvicted);
            Remove(victim);
        }

        _entries[victim].Address = address;
        _index[address.Value] = victim;
        return victim;
    }

    private void Remove(int slot)
    {
        ref var entry = ref _entries[slot];
        entry.Pending?.Release();
        _index.Remove(entry.Address.Value);
        entry = default;
    }
}
