using DSoftBus.Net.Tcp.States;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>What an acknowledgment changes: send queue, round-trip time, send window, loss recovery.</summary>
public sealed partial class TcpConnection
{
    private int _duplicates;
    private int _flightAtFirstDuplicate; // Without what limited transmit sent (RFC 5681 section 3.2 step 2).
    private int _partials;
    private bool _inRecovery;
    private SequenceNumber _recover; // RFC 6582 section 3.2: one past the highest number sent when recovery started.

    // Octets sent and not acknowledged, SYN and FIN included.
    private int Outstanding => _next - _unacknowledged;

    private void ProcessAcknowledgment(in TcpSegment segment, Instant now)
    {
        var number = segment.Acknowledgment;
        bool believed = number >= _unacknowledged && number <= _next;
        if (_sackOn && believed)
        {
            bool duplicateReported = TakeBlocks(segment, now);
            if (duplicateReported)
                _layer.Counters.Add(TcpCounter.DuplicatesReported);
            JudgeProbe(segment, duplicateReported);
        }

        if (number > _unacknowledged)
            TakeAcknowledged(segment, now);
        else if (IsDuplicate(segment))
            OnDuplicate(now);
        if (_sackOn && believed && _state != TcpState.Closed)
            DetectLoss(now);
        if (_state != TcpState.Closed && number >= _unacknowledged)
            UpdateSendWindow(segment, now);
    }

    private void TakeAcknowledged(in TcpSegment segment, Instant now)
    {
        var number = segment.Acknowledgment;
        int flight = Outstanding;
        bool coveredSyn = _unacknowledged == _initialSend;
        int removed = _queue.Acknowledge(number, out var sentAt);
        int octets = number - _unacknowledged;
        _unacknowledged = number;
        _sendPoint = Math.Max(_sendPoint - removed, 0);
        _timeouts = 0;
        _probeDue = true;
        if (coveredSyn)
        {
            octets--;
            sentAt = _synTransmissions == 1 ? _synSentAt : sentAt;

            // RFC 6298 section 5.7.
            if (_synTransmissions > 1)
                _roundTrip.AfterRepeatedSyn();
        }

        bool finAcknowledged = _finSent && number == _queueEnd + 1;
        if (finAcknowledged)
        {
            octets--;
            _finPending = false;
            sentAt ??= _finTransmissions == 1 ? _finSentAt : null;
        }

        // The echo tells which transmission was acknowledged where our own record cannot (RFC 7323 section 4.1).
        if (sentAt is { } sent)
            _roundTrip.Sample(now - sent);
        else if (_timestamps.IsOn && segment.Options.Timestamps is { } echoed && _timestamps.Elapsed(echoed, now) is { } elapsed)
            _roundTrip.Sample(elapsed);

        Recover(number, octets, flight, now);

        // RFC 6298 sections 5.2 and 5.3; in recovery only the first partial acknowledgment restarts it (RFC 6582 section 3.2).
        if (Outstanding == 0)
            _retransmitAt = Instant.Never;
        else if (!_inRecovery || _partials <= 1)
            StartTimer(ref _retransmitAt, now + _roundTrip.Timeout);

        if (finAcknowledged)
            Become(_state.OnFinAcknowledged(), now);
    }

    private void Recover(SequenceNumber number, int octets, int flight, Instant now)
    {
        _duplicates = 0;
        if (!_inRecovery)
        {
            // A window that the application or the peer limits does not grow: it proves nothing (RFC 7661 section 4.3, in its simplest form).
            if (octets > 0 && flight >= _congestion.Window / 2)
                _congestion.OnAcknowledged(octets, now, _roundTrip.Smoothed);
            return;
        }

        if (number >= _recover)
        {
            _inRecovery = false;
            _congestion.OnRecovered(Outstanding);
            _rack.OnRecovered();
            return;
        }

        if (_sackOn)
            return;

        // The next hole is certain: send it without waiting for three more duplicates.
        _partials++;
        _layer.Counters.Add(TcpCounter.PartialAcknowledgments);
        _congestion.OnPartialAcknowledgment(octets);
        RetransmitFirst(now);
    }

    // RFC 5681 section 2, the five conditions of a duplicate acknowledgment; answers to window probes are none.
    private bool IsDuplicate(in TcpSegment segment) =>
        segment.Acknowledgment == _unacknowledged
        && Outstanding > 0
        && segment.Length == 0
        && _sendWindow > 0
        && segment.Window << _sendShift == _sendWindow;

    private void OnDuplicate(Instant now)
    {
        _duplicates++;
        _urgent = true;
        _layer.Counters.Add(TcpCounter.DuplicateAcknowledgments);
        if (_duplicates == 1)
            _flightAtFirstDuplicate = Outstanding;
        if (_sackOn)
            return;
        if (_inRecovery)
        {
            _congestion.OnDuplicateInRecovery();
            return;
        }

        // RFC 6582 section 3.2 step 2: not for holes that an earlier recovery or timeout already covers.
        if (_duplicates != DuplicateThreshold || _unacknowledged < _recover)
            return;
        _inRecovery = true;
        _partials = 0;
        _recover = _next;
        _congestion.OnFastRetransmit(_flightAtFirstDuplicate);
        _layer.Counters.Add(TcpCounter.FastRetransmits);
        RetransmitFirst(now);
        StartTimer(ref _retransmitAt, now + _roundTrip.Timeout);
    }

    // RFC 9293 section 3.10.7.4, fifth: only segments newer than the one that set the window last.
    private void UpdateSendWindow(in TcpSegment segment, Instant now)
    {
        bool newer = _windowSequence < segment.Sequence
            || (_windowSequence == segment.Sequence && _windowAcknowledgment <= segment.Acknowledgment);
        if (!newer)
            return;
        int before = _sendWindow;
        _sendWindow = segment.Syn ? segment.Window : segment.Window << _sendShift;
        _maximumSendWindow = Math.Max(_maximumSendWindow, _sendWindow);
        _windowSequence = segment.Sequence;
        _windowAcknowledgment = segment.Acknowledgment;
        if (before > 0 || _sendWindow == 0)
            return;

        // The window opened: what was probed with was dropped by the peer, so sending starts over at SND.UNA.
        _roundTrip.EndBackOff();
        StartOver();
        _finPending = _finQueued && _unacknowledged <= _queueEnd;
        _retransmitAt = Outstanding > 0 ? now + _roundTrip.Timeout : Instant.Never;
        Reschedule();
    }
}
