using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Arp;

/// <summary>
/// The own address on a shared link (RFC 5227) as a state machine: when to probe, announce and defend it. Unlike the RFC's host this
/// one uses its address while the probes run, because a node must be reachable at once; what they find is treated like a later conflict.
/// </summary>
internal sealed class AddressGuard(ConflictOptions options, IRandomSource random)
{
    private int _probes, _announcements;
    private bool _undecided;
    private Instant? _defendedAt;

    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>From the start until ANNOUNCE_WAIT after the last probe; while true, another host's probe for the address is a conflict too (RFC 5227 section 2.1.1).</summary>
    public bool IsProbing => _undecided;

    /// <summary>An address was taken.</summary>
    public void Begin(Instant now)
    {
        _probes = options.Probes;
        _announcements = options.Probes > 0 ? options.Announcements : 0;
        _undecided = _probes > 0;
        _defendedAt = null;
        NextDeadline = _probes > 0 ? now + Between(TimeSpan.Zero, options.ProbeWait) : Instant.Never;
    }

    /// <summary>There is no address any more.</summary>
    public void Stop()
    {
        _probes = 0;
        _undecided = false;
        NextDeadline = Instant.Never;
    }

    /// <summary>Names at most one thing that is due.</summary>
    public GuardAction TakeDue(Instant now)
    {
        if (now < NextDeadline)
            return GuardAction.None;
        if (_probes > 0)
        {
            _probes--;
            NextDeadline = now + (_probes > 0 ? Between(options.ProbeMinimum, options.ProbeMaximum) : options.AnnounceWait);
            return GuardAction.Probe;
        }

        _undecided = false;
        if (_announcements == 0)
        {
            NextDeadline = Instant.Never;
            return GuardAction.None;
        }

        _announcements--;
        NextDeadline = _announcements > 0 ? now + options.AnnounceInterval : Instant.Never;
        return GuardAction.Announce;
    }

    /// <summary>Another host claims the address. True: answer with one announcement; false: the last defence was too short a time ago (RFC 5227 section 2.4).</summary>
    public bool TryDefend(Instant now)
    {
        if (_defendedAt is { } last && now < last + options.DefendInterval)
            return false;
        _defendedAt = now;
        return true;
    }

    private TimeSpan Between(TimeSpan minimum, TimeSpan maximum) => minimum + ((maximum - minimum) * (random.NextUInt16() / (double)ushort.MaxValue));
}
