using DSoftBus.Net.Tcp.Recovery;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>Selective acknowledgments in both directions (RFC 2018, RFC 2883), and loss detection by time (RFC 8985).</summary>
public sealed partial class TcpConnection
{
    private readonly Rack _rack;
    private SackHistory _history;
    private bool _sackOn;
    private Instant _reorderAt = Instant.Never;

    // What the network holds of ours: sent, and neither reported nor presumed gone (RFC 6675 section 4, pipe).
    // FIN takes a number and no room.
    private int InFlight => Outstanding - (_next > _queueEnd ? 1 : 0) - _queue.SackedOctets - _queue.LostOctets;

    // Blocks for our next segment; only where they take no room from text.
    private TcpOptions WithBlocks(TcpOptions options, int textLength)
    {
        if (!_sackOn || (_received.Islands == 0 && !_history.HasDuplicate))
            return options;
        Span<TcpSackBlock> blocks = stackalloc TcpSackBlock[_timestamps.IsOn ? TcpOptions.MaximumSackBlocks - 1 : TcpOptions.MaximumSackBlocks];
        int count = _history.Write(blocks, _received, _receiveNext);
        var complete = options.WithSack(blocks[..count]);
        return textLength + complete.Length - options.Length <= _sendSegmentSize ? complete : options;
    }

    // The text that came lies at these offsets from the edge as it was before.
    private void NoteForSack(int offset, int length, int grown)
    {
        if (!_sackOn)
            return;
        var start = _receiveNext - grown + offset;
        if (offset + length <= 0)
            _history.NoteDuplicate(start, start + length);
        else if (grown == 0 && _received.TryFindIsland(offset, out int from, out int to))
            _history.Note(_receiveNext + from, _receiveNext + to);
    }

    // True: the first block repeats what the peer had (RFC 2883 section 4).
    private bool TakeBlocks(in TcpSegment segment, Instant now)
    {
        TimeSpan? echoed = _timestamps.IsOn && segment.Options.Timestamps is { } timestamps ? _timestamps.Elapsed(timestamps, now) : null;
        int sent = Math.Min(_sendPoint, _queue.Count);
        _rack.BeginAcknowledgment();
        for (int i = 0; i < sent && _queue[i].End <= segment.Acknowledgment; i++)
        {
            if (!_queue[i].IsSacked)
                _rack.OnDelivered(_queue[i], echoed, now);
        }

        bool duplicate = false;
        for (int block = 0; block < segment.Options.SackCount; block++)
        {
            var (left, right) = Range(segment.Options.Sack(block));
            if (block == 0 && IsDuplicateReport(segment, left, right))
            {
                duplicate = true;
                continue;
            }

            // RFC 2018 section 5: nothing that was not sent, and no range inside out.
            if (left >= right || right > _next || left < segment.Acknowledgment)
                continue;
            Mark(left, right, sent, echoed, now);
        }

        if (segment.Options.SackCount > 0)
            _probeDue = true;
        if (duplicate)
            _rack.OnDuplicateReported(segment.Acknowledgment, _next);
        return duplicate;
    }

    private void Mark(SequenceNumber left, SequenceNumber right, int sent, TimeSpan? echoed, Instant now)
    {
        for (int i = 0; i < sent; i++)
        {
            ref var segment = ref _queue[i];
            if (segment.End > right)
                break;
            if (segment.Sequence < left || segment.IsSacked)
                continue;
            _rack.OnDelivered(segment, echoed, now);
            _queue.MarkSacked(i);
        }
    }

    private static bool IsDuplicateReport(in TcpSegment segment, SequenceNumber left, SequenceNumber right)
    {
        if (right <= segment.Acknowledgment)
            return true;
        if (segment.Options.SackCount < 2)
            return false;
        var (outerLeft, outerRight) = Range(segment.Options.Sack(1));
        return left >= outerLeft && right <= outerRight;
    }

    private static (SequenceNumber Left, SequenceNumber Right) Range(TcpSackBlock block) => (new SequenceNumber(block.Left), new SequenceNumber(block.Right));

    private void DetectLoss(Instant now)
    {
        int before = _queue.LostOctets;
        _reorderAt = _rack.DetectLoss(_queue, Math.Min(_sendPoint, _queue.Count), _inRecovery, _roundTrip.Smoothed, now);
        bool isNew = _queue.LostOctets > before;

        // A loss that an earlier recovery or a timeout already answered for is repaired without another reduction.
        if (isNew && !_inRecovery && _unacknowledged >= _recover)
            BeginRecovery(now);
    }

    private void BeginRecovery(Instant now)
    {
        _inRecovery = true;
        _partials = 0;
        _recover = _next;
        _congestion.OnLoss(Outstanding);
        _layer.Counters.Add(TcpCounter.FastRetransmits);

        // RFC 6675 section 5 step 4.3: the first one leaves whatever the window says.
        if (_queue.FirstLost() is >= 0 and int index)
            Transmit(index, now);
        StartTimer(ref _retransmitAt, now + _roundTrip.Timeout);
    }

    // Everything sent and not reported is presumed gone: after a timeout, or when the peer's closed window dropped it.
    private void PresumeLost()
    {
        // RFC 2018 section 8: a receiver that threw away what it had reported shows by never acknowledging the oldest.
        if (_queue.Count > 0 && _queue[0].IsSacked)
            _queue.ForgetSacked();
        for (int i = Math.Min(_sendPoint, _queue.Count) - 1; i >= 0; i--)
            _queue.MarkLost(i);
        _reorderAt = Instant.Never;
    }
}
