using System.Diagnostics.CodeAnalysis;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Ip;

/// <summary>
/// Datagrams that arrive in pieces (RFC 791 section 3.2, RFC 815, RFC 1122 section 3.3.2). Bounded: a new datagram pushes out the
/// oldest one, of the same source if that has half of the table, so that a flood of first fragments hurts its sender.
/// </summary>
internal sealed class ReassemblyTable(NetStackOptions options, NetCounters counters)
{
    private readonly ReassemblyEntry[] _entries = MakeEntries(options.ReassemblyCapacity);
    private PacketPool? _buffers;

    /// <summary>Told of a datagram that was given up after its time, with its first fragment; takes over the reference.</summary>
    public Action<PacketBuffer, Ipv4Cast, Instant>? TimedOut { get; set; }

    public Instant NextDeadline
    {
        get
        {
            var next = Instant.Never;
            foreach (var entry in _entries)
            {
                if (entry.IsUsed)
                    next = Instant.Min(next, entry.Deadline);
            }

            return next;
        }
    }

    /// <summary>Takes a fragment. True: it was the last that was missing, and the whole datagram is the caller's.</summary>
    public bool TryComplete(Ipv4View view, Ipv4Cast cast, Instant now, [NotNullWhen(true)] out PacketBuffer? datagram)
    {
        datagram = null;
        counters.Increment(NetCounter.Ipv4Fragment);
        int length = view.Payload.Length;
        bool wellFormed = length > 0 && (!view.MoreFragments || length % 8 == 0)
            && view.FragmentOffset + length + view.HeaderLength <= options.ReassemblyMaximum;
        if (!wellFormed)
        {
            counters.Increment(NetCounter.Ipv4FragmentMalformed);
            return false;
        }

        if (!TryFind(ReassemblyKey.Of(view), cast, now, out var entry))
            return false;
        switch (entry.Add(view))
        {
            case FragmentOutcome.Complete:
                counters.Increment(NetCounter.Ipv4Reassembled);
                datagram = entry.TakeComplete();
                return true;
            case FragmentOutcome.Conflict:
                counters.Increment(NetCounter.Ipv4FragmentConflict);
                entry.Abandon();
                return false;
            case FragmentOutcome.Duplicate:
                counters.Increment(NetCounter.Ipv4FragmentDuplicate);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Gives up what is overdue.</summary>
    public void Poll(Instant now)
    {
        foreach (var entry in _entries)
        {
            if (!entry.IsUsed || now < entry.Deadline)
                continue;
            counters.Increment(NetCounter.Ipv4ReassemblyTimedOut);
            // RFC 1122 section 3.3.2: time exceeded is sent only about a datagram whose first fragment came.
            if (entry.HasFirst && TimedOut is { } handler)
                handler(entry.TakeFirst(), entry.Cast, now);
            else
                entry.Abandon();
        }
    }

    /// <summary>The address changed: nothing that was begun can still be meant.</summary>
    public void Clear()
    {
        foreach (var entry in _entries)
        {
            if (entry.IsUsed)
                entry.Abandon();
        }
    }

    private static ReassemblyEntry[] MakeEntries(int capacity)
    {
        var entries = new ReassemblyEntry[capacity];
        for (int i = 0; i < capacity; i++)
            entries[i] = new ReassemblyEntry();
        return entries;
    }

    private bool TryFind(in ReassemblyKey key, Ipv4Cast cast, Instant now, [NotNullWhen(true)] out ReassemblyEntry? entry)
    {
        entry = null;
        ReassemblyEntry? free = null, oldest = null, oldestOfSource = null;
        int ofSource = 0;
        foreach (var candidate in _entries)
        {
            if (!candidate.IsUsed)
            {
                free ??= candidate;
                continue;
            }

            if (candidate.Key == key)
            {
                entry = candidate;
                return true;
            }

            if (oldest is null || candidate.Deadline < oldest.Deadline)
                oldest = candidate;
            if (candidate.Key.Source != key.Source)
                continue;
            ofSource++;
            if (oldestOfSource is null || candidate.Deadline < oldestOfSource.Deadline)
                oldestOfSource = candidate;
        }

        bool greedy = ofSource > 0 && ofSource >= _entries.Length / 2;
        entry = greedy ? oldestOfSource : free ?? oldest;
        if (entry is null)
            return false;
        if (entry.IsUsed)
        {
            counters.Increment(NetCounter.Ipv4ReassemblyEvicted);
            entry.Abandon();
        }

        if (!Buffers().TryRent(0, out var buffer))
        {
            counters.Increment(NetCounter.Ipv4ReassemblyNoBuffer);
            entry = null;
            return false;
        }

        entry.Start(buffer, key, cast, now + options.ReassemblyTimeout);
        return true;
    }

    /// <summary>Made with the first fragment: most links never see one. Twice the table, because whole datagrams wait in sockets.</summary>
    private PacketPool Buffers()
    {
        if (_buffers is not null)
            return _buffers;
        int size = ReassemblyEntry.PayloadOffset + options.ReassemblyMaximum;
        new HostMemoryPool().TryAllocate(size * _entries.Length * 2, out var memory);
        return _buffers = new PacketPool(memory!, size);
    }
}
