using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>The timestamps of one connection (RFC 7323): our clock, the peer's last value that counts, and the test against old duplicates.</summary>
/// <param name="offset">Added to our clock so that it tells nobody how long the machine has been up (RFC 7323 section 7.1).</param>
internal struct TimestampClock(uint offset)
{
    /// <summary>RFC 7323 section 5.5: after 24 days the peer's clock may have wrapped and its last value says nothing.</summary>
    private static readonly TimeSpan ValidFor = TimeSpan.FromDays(24);

    private uint _recent;
    private Instant _recentAt;

    /// <summary>Both SYNs carried the option: every segment but a reset does from now on (RFC 7323 section 3.2).</summary>
    public bool IsOn { get; private set; }

    /// <summary>What our next segment carries.</summary>
    public readonly TcpTimestamps Stamp(Instant now) => new(Clock(now), _recent);

    /// <summary>A stamp whose low bits say something else; it is never ahead of the clock, so that what follows is not older (RFC 7323 section 3.2).</summary>
    public readonly TcpTimestamps Stamp(Instant now, uint mark, int bits, uint echo)
    {
        uint clock = Clock(now);
        uint marked = (clock & ~((1u << bits) - 1)) | mark;
        if (unchecked((int)(clock - marked)) < 0)
            marked = unchecked(marked - (1u << bits));
        return new TcpTimestamps(marked, echo);
    }

    /// <summary>The peer's SYN carried the option, as ours did or will.</summary>
    public void Start(TcpTimestamps received, Instant now)
    {
        IsOn = true;
        _recent = received.Value;
        _recentAt = now;
    }

    /// <summary>RFC 7323 section 5.3 step R1: an old duplicate from before the sequence numbers wrapped.</summary>
    public readonly bool IsOld(TcpTimestamps received, Instant now) =>
        unchecked((int)(received.Value - _recent)) < 0 && now - _recentAt < ValidFor;

    /// <summary>Beyond every value that counted (RFC 6191 section 2).</summary>
    public readonly bool IsNewer(TcpTimestamps? received) => received is { } timestamps && unchecked((int)(timestamps.Value - _recent)) > 0;

    /// <summary>RFC 7323 section 4.3 (2) and section 5.3 step R3: only a segment that covers what we acknowledged last sets the value to echo.</summary>
    public void Take(TcpTimestamps received, SequenceNumber sequence, SequenceNumber lastAcknowledged, Instant now)
    {
        if (sequence > lastAcknowledged || unchecked((int)(received.Value - _recent)) < 0)
            return;
        _recent = received.Value;
        _recentAt = now;
    }

    /// <summary>How long ago we sent what the peer echoes; null for what we cannot have sent.</summary>
    public readonly TimeSpan? Elapsed(TcpTimestamps received, Instant now)
    {
        int milliseconds = unchecked((int)(Clock(now) - received.EchoReply));
        return received.EchoReply == 0 || milliseconds < 0 ? null : TimeSpan.FromMilliseconds(milliseconds);
    }

    // One tick per millisecond (RFC 7323 section 5.4: between 1 ms and 1 s).
    private readonly uint Clock(Instant now) => unchecked((uint)(now.Nanoseconds / 1_000_000) + offset);
}
