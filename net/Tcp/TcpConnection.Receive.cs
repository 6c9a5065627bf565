using DSoftBus.Net.Tcp.States;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>Segment arrival (RFC 9293 section 3.10.7).</summary>
public sealed partial class TcpConnection
{
    internal const int DefaultSegmentSize = 536; // RFC 9293 section 3.7.1, when the peer sends no MSS option.
    private const int SmallestSegmentSize = 88; // A peer may not make every octet a packet.
    private const int UrgentFraction = 4; // Of the receive buffer: so much text is acknowledged within a batch too, that the sender need not pause.
    internal const int DuplicateThreshold = 3; // RFC 5681 section 3.2.

    private SequenceNumber _receiveNext;
    private SequenceNumber _advertisedEdge; // One past the last number that our window ever covered.
    private SequenceNumber _peerFin;
    private bool _peerFinSeen;
    private bool _peerFinished;
    private byte _receiveShift;
    private int _unacknowledgedText;
    private bool _acknowledgeNow;
    private bool _urgent; // What the segment in hand asks for does not wait for the end of its batch.
    private bool _deferred;
    private SequenceNumber _lastAcknowledged; // Last.ACK.sent (RFC 7323 section 4.3).

    private SequenceVariables VariablesFor(in TcpSegment segment) => new(
        _initialSend, _unacknowledged, _next, _maximumSendWindow, _receiveNext, Math.Max(_advertisedEdge - _receiveNext, 0),
        IsPassive: Listener is not null, TimestampIsNewer: segment.Syn && _timestamps.IsOn && _timestamps.IsNewer(segment.Options.Timestamps));

    /// <summary>Applies what the state decides.</summary>
    /// <returns>True when the segment belongs to a new connection: this one is gone.</returns>
    internal bool OnSegment(in TcpSegment segment, SegmentText text, Instant now)
    {
        if (_timestamps.IsOn && !segment.Rst && !PassesTimestamps(segment, now))
            return false;
        var verdict = _state.OnSegment(segment, VariablesFor(segment));
        if (verdict.Reason != TcpDropReason.None)
            _layer.Counters.Add(verdict.Reason);
        switch (verdict.Action)
        {
            case SegmentAction.Drop:
                break;
            case SegmentAction.DropAndAcknowledge:
                // RFC 9293 section 3.10.7.4, eighth, TIME-WAIT: a repeated FIN restarts the wait.
                if (segment.Fin && _state == TcpState.TimeWait)
                    WaitForOldDuplicates(now);
                if (_sackOn && text.Length > 0 && segment.Sequence + text.Length <= _receiveNext)
                    _history.NoteDuplicate(segment.Sequence, segment.Sequence + text.Length);
                AnswerOutside(segment, now);
                break;
            case SegmentAction.Challenge:
                Challenge(now);
                break;
            case SegmentAction.Reset:
                _layer.SendControl(Key, segment.ResetInAnswer());
                break;
            case SegmentAction.Abort:
                OnReset();
                break;
            case SegmentAction.Synchronize:
                Synchronize(segment, now);
                _state = TcpState.Established;
                _acknowledgeNow = true;
                Process(segment, text, now);
                break;
            case SegmentAction.SynchronizeBoth:
                Synchronize(segment, now);
                _state = TcpState.SynReceived;
                SendSyn(now);
                break;
            case SegmentAction.Establish:
                Establish(segment, text, now);
                break;
            case SegmentAction.Process:
                Process(segment, text, now);
                break;
            case SegmentAction.Reopen:
                End(TcpFailure.None);
                return true;
            default:
                throw new InvalidOperationException($"{verdict.Action} is not for a connection in {_state.Name}.");
        }

        NoteReadiness();
        return false;
    }

    /// <summary>Takes the numbers and options of the peer's SYN (RFC 9293 section 3.10.7.2 and .3; RFC 7323 section 2.2).</summary>
    internal void Synchronize(in TcpSegment segment, Instant now)
    {
        _receiveNext = segment.Sequence + 1;
        int own = _layer.SegmentSizeTowards(Key.Remote);
        int offered = segment.Options.MaximumSegmentSize ?? DefaultSegmentSize;
        _sendSegmentSize = Math.Min(own, Math.Max(offered, SmallestSegmentSize));

        // Scaling is on only when both SYNs carry the option; shifts above 14 count as 14 (RFC 7323 section 2.3).
        if (segment.Options.WindowScale is { } shift)
        {
            _sendShift = Math.Min(shift, (byte)14);
            _receiveShift = _settings.WindowShift;
        }

        if (_settings.Timestamps && segment.Options.Timestamps is { } timestamps)
        {
            // RFC 6691 section 2: what the option takes is missing for text.
            _timestamps.Start(timestamps, now);
            _sendSegmentSize -= OptionLength;
        }

        _sackOn = _settings.SelectiveAcknowledgments && segment.Options.SackPermitted;
        _userTimeoutDue = _advertisedUserTimeout is not null;
        TakeUserTimeout(segment.Options);
        _lastAcknowledged = _receiveNext;
        _advertisedEdge = _receiveNext + Math.Min(_settings.ReceiveBuffer, ushort.MaxValue);
        _congestion.Start(_sendSegmentSize, _synTransmissions > 1);

        // The window of a SYN is never scaled (RFC 7323 section 2.2).
        _sendWindow = segment.Window;
        _maximumSendWindow = Math.Max(_maximumSendWindow, _sendWindow);
        _windowSequence = segment.Sequence;
        _windowAcknowledgment = segment.Ack ? segment.Acknowledgment : _unacknowledged;
        _lastHeard = now;
    }

    // RFC 7323 section 3.2 (a segment without the option) and section 5.3 (PAWS). A new SYN in TIME-WAIT is judged by its number.
    private bool PassesTimestamps(in TcpSegment segment, Instant now)
    {
        if (segment.Syn && _state == TcpState.TimeWait)
            return true;
        if (segment.Options.Timestamps is not { } timestamps)
        {
            _layer.Counters.Add(TcpCounter.MissingTimestamps);
            return false;
        }

        if (!_timestamps.IsOld(timestamps, now))
            return true;
        _layer.Counters.Add(TcpCounter.OldTimestamps);
        _acknowledgeNow = true;
        Output(now);
        return false;
    }

    private void Establish(in TcpSegment segment, SegmentText text, Instant now)
    {
        _state = TcpState.Established;
        _layer.HalfOpen.Remove(this);
        Process(segment, text, now);
        if (_state == TcpState.Closed)
            return;
        if (_closeWhenEstablished)
            Close(now);
        Listener?.OnEstablished(this);
    }

    // RFC 9293 section 3.10.7.4, fifth (ACK) to eighth (FIN).
    private void Process(in TcpSegment segment, SegmentText text, Instant now)
    {
        _lastHeard = now;
        _keepAlivesSent = 0;
        TakeUserTimeout(segment.Options);
        _urgent = segment.Fin;
        if (_timestamps.IsOn && segment.Options.Timestamps is { } timestamps)
            _timestamps.Take(timestamps, segment.Sequence, _lastAcknowledged, now);
        ProcessAcknowledgment(segment, now);
        if (_state == TcpState.Closed)
            return;
        if (text.Length > 0 && !ProcessText(segment, text, now))
            return;
        ProcessFin(segment, now);
        if (_layer.InBatch && !_urgent && !_inRecovery)
        {
            Defer();
            return;
        }

        Output(now);
        _layer.FeedStarved();
    }

    private void Defer()
    {
        if (_deferred)
            return;
        _deferred = true;
        _layer.Defer(this);
    }

    /// <summary>Sends what waited for the end of the batch.</summary>
    internal void EndBatch(Instant now)
    {
        _deferred = false;
        Output(now);
        NoteReadiness();
    }

    // Seventh. False when the connection ended by it.
    private bool ProcessText(in TcpSegment segment, SegmentText text, Instant now)
    {
        if (!_state.ReceivesText)
            return true;
        if (_released)
        {
            // RFC 1122 section 4.2.2.13: nobody reads it, and the peer shall know.
            Abort();
            return false;
        }

        int offset = segment.Sequence + (segment.Syn ? 1 : 0) - _receiveNext;
        int window = Math.Max(_advertisedEdge - _receiveNext, 0);
        if (offset + text.Length > window)
        {
            _layer.Counters.Add(TcpCounter.TextOutsideWindow);
            text = text.Slice(0, Math.Clamp(window - offset, 0, text.Length));
            _urgent = true;
            _acknowledgeNow = true;
        }

        // Nothing follows a FIN.
        if (_peerFinSeen && segment.Sequence + segment.TextLength > _peerFin)
            text = text.Slice(0, Math.Clamp(_peerFin - _receiveNext - offset, 0, text.Length));

        int grown = _received.Write(offset, text);
        _receiveNext += grown;
        _unacknowledgedText += grown;
        NoteForSack(offset, text.Length, grown);

        // RFC 5681 section 4.2: at once out of order, while a gap exists, or when a gap was filled; else every second full segment.
        bool inOrder = grown == text.Length && offset == 0 && _received.Islands == 0;
        if (!inOrder)
            _layer.Counters.Add(TcpCounter.OutOfOrderSegments);

        // What a device put together counts as the segments that it was.
        int fullSize = text.SegmentSize == 0 ? _sendSegmentSize : Math.Min(text.SegmentSize, _sendSegmentSize);
        _urgent |= !inOrder || _unacknowledgedText >= _settings.ReceiveBuffer / UrgentFraction;
        if (!inOrder || _unacknowledgedText >= 2 * fullSize)
            _acknowledgeNow = true;
        else if (_acknowledgeAt == Instant.Never)
            StartTimer(ref _acknowledgeAt, now + _settings.AcknowledgmentDelay);
        return true;
    }

    // Eighth. A FIN counts only when everything before it is here.
    private void ProcessFin(in TcpSegment segment, Instant now)
    {
        if (segment.Fin && !_peerFinSeen)
        {
            _peerFinSeen = true;
            _peerFin = segment.Sequence + (segment.Syn ? 1 : 0) + segment.TextLength;
        }

        if (segment.Fin)
            _acknowledgeNow = true;
        if (!_peerFinSeen || _peerFinished || _receiveNext != _peerFin)
            return;
        _peerFinished = true;
        _receiveNext += 1;
        _advertisedEdge = SequenceNumber.Max(_advertisedEdge, _receiveNext);
        _acknowledgeNow = true;
        Become(_state.OnPeerFin(), now);
    }

    private void Become(TcpState next, Instant now)
    {
        if (next == TcpState.Closed)
        {
            End(TcpFailure.None);
            return;
        }

        _state = next;
        if (next == TcpState.TimeWait)
        {
            _retransmitAt = Instant.Never;
            WaitForOldDuplicates(now);
        }
        else if (next == TcpState.FinWait2 && _released)
        {
            StartTimer(ref _waitUntil, now + _settings.OrphanLimit);
        }
    }
}
