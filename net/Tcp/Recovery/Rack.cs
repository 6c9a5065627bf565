using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp.Recovery;

/// <summary>RACK (RFC 8985 section 6): a segment is lost when one sent sufficiently later was delivered. "Sufficiently" adapts to the reordering that was seen.</summary>
internal sealed class Rack
{
    private const int PersistFor = 16; // Recoveries for which a widened window stays (section 6.2 step 4).

    private long _sent; // RACK.xmit_ts and RACK.end_seq in one: the order of sending is known, so equal times need no tie-break. Zero: no sample.
    private TimeSpan _roundTrip;
    private TimeSpan _minimum = TimeSpan.MaxValue;
    private SequenceNumber _highest; // RACK.fack
    private SequenceNumber _highestBefore;
    private bool _reorderingSeen;
    private int _multiplier = 1;
    private int _persist;
    private SequenceNumber? _duplicateRound;

    public Rack(SequenceNumber initial) => _highest = _highestBefore = initial;

    /// <summary>What one acknowledgment delivers counts as having come together: only what is older than earlier reports was reordered.</summary>
    public void BeginAcknowledgment() => _highestBefore = _highest;

    /// <summary>Steps 1 to 3: a segment was acknowledged or sacked for the first time.</summary>
    /// <param name="segment">Still as it was sent.</param>
    /// <param name="echoed">How long ago the peer's echo was sent, if there is one: older than the last transmission means that it acknowledges an earlier one.</param>
    /// <param name="now">The time.</param>
    public void OnDelivered(in QueuedSegment segment, TimeSpan? echoed, Instant now)
    {
        var roundTrip = now - segment.SentAt;
        bool repeated = segment.Transmissions > 1;
        bool ofEarlier = repeated && (roundTrip < _minimum || echoed > roundTrip + TimeSpan.FromMilliseconds(1));
        if (!ofEarlier)
        {
            if (roundTrip < _minimum)
                _minimum = roundTrip;
            _roundTrip = roundTrip;
            _sent = Math.Max(_sent, segment.SentOrder);
        }

        if (segment.End > _highest)
            _highest = segment.End;
        else if (segment.End < _highestBefore && !repeated)
            _reorderingSeen = true;
    }

    /// <summary>The peer got something twice (RFC 2883): a retransmission was not needed, so wait longer, by a quarter of a round trip once per round trip.</summary>
    public void OnDuplicateReported(SequenceNumber unacknowledged, SequenceNumber next)
    {
        if (_duplicateRound is { } round && unacknowledged < round)
            return;
        _duplicateRound = next;
        _multiplier = Math.Min(_multiplier + 1, 20);
        _persist = PersistFor;
    }

    public void OnRecovered()
    {
        if (_persist > 0 && --_persist == 0)
            _multiplier = 1;
    }

    /// <summary>Steps 4 and 5: marks what is lost.</summary>
    /// <returns>When to look again although nothing came.</returns>
    public Instant DetectLoss(SendQueue queue, int sent, bool inRecovery, TimeSpan smoothed, Instant now)
    {
        var again = Instant.Never;
        if (_sent == 0)
            return again;
        var window = ReorderingWindow(inRecovery, queue.SackedSegments, smoothed);
        for (int i = 0; i < sent; i++)
        {
            ref var segment = ref queue[i];

            // First transmissions leave in order and repetitions only later: nothing behind this one was sent before it.
            if (segment.Transmissions == 1 && segment.SentOrder > _sent)
                break;
            if (segment.IsSacked || segment.IsLost || segment.SentOrder >= _sent)
                continue;
            var due = segment.SentAt + _roundTrip + window;
            if (due <= now)
                queue.MarkLost(i);
            else
                again = Instant.Min(again, due);
        }

        return again;
    }

    private TimeSpan ReorderingWindow(bool inRecovery, int sackedSegments, TimeSpan smoothed)
    {
        if (!_reorderingSeen && (inRecovery || sackedSegments >= TcpConnection.DuplicateThreshold))
            return TimeSpan.Zero;
        var window = _multiplier * _minimum / 4;
        return window < smoothed ? window : smoothed;
    }
}
