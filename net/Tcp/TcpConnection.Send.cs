using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>Output: which segments leave now, and their headers.</summary>
public sealed partial class TcpConnection
{
    private readonly SequenceNumber _initialSend;
    private SequenceNumber _unacknowledged;
    private SequenceNumber _next;
    private SequenceNumber _queueEnd; // One past the last octet that the user wrote: where FIN goes.
    private int _sendSegmentSize = DefaultSegmentSize;
    private int _sendWindow;
    private int _maximumSendWindow;
    private byte _sendShift;
    private SequenceNumber _windowSequence; // SND.WL1
    private SequenceNumber _windowAcknowledgment; // SND.WL2
    private int _sendPoint; // Index of the next queued segment to send; falls back to 0 at a timeout.
    private bool _finQueued;
    private bool _finPending;
    private bool _finSent;
    private int _finTransmissions;
    private Instant _finSentAt;
    private Instant _lastSentAt;
    private int _synTransmissions;
    private Instant _synSentAt;

    private const int MaximumOptionLength = 40; // RFC 9293 section 3.1: the data offset counts to 60 octets.

    // Options of every segment of this connection.
    private int OptionLength => _timestamps.IsOn ? 12 : 0;

    private int SegmentHeadroom => _layer.Network.Headroom + TcpView.MinimumHeaderLength + MaximumOptionLength;

    /// <summary>Whether the peer let the first SYN go without an answer.</summary>
    internal bool SynWasRepeated => _synTransmissions > 1;

    /// <summary>Sends our SYN, with the ACK when the peer's is known.</summary>
    internal void SendSyn(Instant now)
    {
        bool answer = _state == TcpState.SynReceived;
        var options = new TcpOptions
        {
            MaximumSegmentSize = (ushort)_layer.SegmentSizeTowards(Key.Remote),

            // Offered in every SYN, answered only when offered (RFC 7323 section 2.2).
            WindowScale = !answer || _receiveShift > 0 || _sendShift > 0 ? _settings.WindowShift : null,
            UserTimeout = OwnUserTimeoutOption,
            SackPermitted = answer ? _sackOn : _settings.SelectiveAcknowledgments,
            Timestamps = answer ? _timestamps.IsOn ? _timestamps.Stamp(now) : null : _settings.Timestamps ? _timestamps.Stamp(now) : null,
        };
        var segment = new TcpSegment(_initialSend, _receiveNext, answer ? TcpFlags.Syn | TcpFlags.Ack : TcpFlags.Syn,
            (ushort)Math.Min(_settings.ReceiveBuffer, ushort.MaxValue), 0, options);
        _layer.SendControl(Key, segment);
        _synTransmissions++;
        _synSentAt = now;
        if (_synTransmissions == 1)
            _lastHeard = now;
        _next = _initialSend + 1;
        StartTimer(ref _retransmitAt, now + _roundTrip.Timeout);
    }

    /// <summary>Sends everything that windows, Nagle and the device let out, then a bare ACK if one is due.</summary>
    internal void Output(Instant now)
    {
        if (_state == TcpState.Closed)
            return;
        bool open = _state.IsSynchronized;
        RestartAfterIdle(now);
        while (open && _queue.FirstLost() is >= 0 and int lost && MaySend(lost))
        {
            if (!Transmit(lost, now))
                break;
        }

        while (open && _sendPoint < _queue.Count && MaySend(_sendPoint))
        {
            int sent = TransmitRun(_sendPoint, now);
            if (sent == 0)
                break;
            _sendPoint += sent;
        }

        if (open && _finPending && _sendPoint == _queue.Count && _queueEnd - _unacknowledged < _sendWindow)
            SendFin(now);
        if (_acknowledgeNow)
            SendAcknowledgment(now);
        ArmProbe(now);
        ArmRetransmission(now);
    }

    /// <summary>After a read: tells the peer when the window grew enough to matter (RFC 9293 section 3.8.6.2.2).</summary>
    private void OfferWindow(Instant now)
    {
        if (_peerFinished || !_state.ReceivesText || !_state.IsSynchronized)
            return;
        int advance = _receiveNext + _received.Free - _advertisedEdge;

        // A window that would not double is no news: the peer hears of it with the next acknowledgment.
        int open = _advertisedEdge - _receiveNext;
        if (advance < Math.Max(Math.Min(_settings.ReceiveBuffer / 2, 2 * _sendSegmentSize), open))
            return;
        _acknowledgeNow = true;
        Output(now);
    }

    // RFC 9293 section 3.8.6.2.1 (silly window avoidance) and 3.7.4 (Nagle).
    private bool MaySend(int index)
    {
        ref var segment = ref _queue[index];
        int before = segment.Sequence - _unacknowledged;
        if (before + segment.Length > _sendWindow)
        {
            int usable = _sendWindow - before;
            if (usable <= 0 || usable < _maximumSendWindow / 2 || Occupied(before) + usable > _congestion.Window
                || !TrySplit(index, usable))
            {
                return false;
            }

            return true;
        }

        if (Occupied(before) + segment.Length > _congestion.Window + LimitedTransmit)
            return false;
        bool small = segment.Transmissions == 0 && segment.Length < _sendSegmentSize && index == _queue.Count - 1;
        return !(small && Nagle && !_finQueued && Outstanding > 0);
    }

    // Both halves are sent or not as the whole was.
    private bool TrySplit(int index, int length)
    {
        if (!_queue.TrySplit(index, length, SegmentHeadroom, _layer.Network.Buffers))
            return false;
        if (index < _sendPoint)
            _sendPoint++;
        return true;
    }

    // What the congestion window must hold besides the segment whose first octet lies so far from the oldest.
    private int Occupied(int before) => _sackOn ? InFlight : before;

    // RFC 3042: the first two duplicates let a new segment out each; with SACK what they report leaves the flight anyway.
    private int LimitedTransmit => _sackOn || _inRecovery || _duplicates > 2 || _unacknowledged < _recover ? 0 : _duplicates * _sendSegmentSize;

    // RFC 5681 section 4.1.
    private void RestartAfterIdle(Instant now)
    {
        if (Outstanding == 0 && _queue.Count > 0 && now - _lastSentAt > _roundTrip.Timeout)
            _congestion.OnIdle();
    }

    // One queued segment. False when the device is full or no buffer is free.
    private bool Transmit(int index, Instant now)
    {
        if (!_queue.TryOwn(index, SegmentHeadroom, _layer.Network.Buffers))
        {
            _layer.Counters.Add(TcpCounter.NoBuffer);
            _layer.Block(this);
            return false;
        }

        ref var segment = ref _queue[index];
        bool last = index == _queue.Count - 1;
        bool fin = last && _finQueued;
        segment.Buffer.SetWindow(segment.Offset, segment.Length);
        if (!Emit(segment.Buffer, segment.Sequence, Flags(last, fin), now))
        {
            segment.Buffer.SetWindow(segment.Offset, segment.Length);
            _layer.Block(this);
            return false;
        }

        NoteSent(index, fin, now);
        return true;
    }

    private static TcpFlags Flags(bool last, bool fin) => TcpFlags.Ack | (last ? TcpFlags.Psh : 0) | (fin ? TcpFlags.Fin : 0);

    private void NoteSent(int index, bool fin, Instant now)
    {
        ref var segment = ref _queue[index];
        if (segment.Transmissions++ > 0)
            _layer.Counters.Add(TcpCounter.SegmentsRetransmitted);
        else
            _probeDue = true;
        _queue.MarkSent(index);
        segment.SentAt = _lastSentAt = now;
        var end = segment.End;
        if (fin)
        {
            NoteFinSent(now);
            end += 1;
        }

        _next = SequenceNumber.Max(_next, end);
    }

    private void SendFin(Instant now)
    {
        if (!SendBare(_queueEnd, TcpFlags.Fin | TcpFlags.Ack, now))
            return;
        NoteFinSent(now);
        _next = SequenceNumber.Max(_next, _queueEnd + 1);
    }

    private void NoteFinSent(Instant now)
    {
        _finPending = false;
        _finSent = true;
        _finTransmissions++;
        _finSentAt = now;
    }

    private void SendAcknowledgment(Instant now) => SendBare(_next, TcpFlags.Ack, now);

    private bool SendBare(SequenceNumber sequence, TcpFlags flags, Instant now)
    {
        if (!_layer.Network.Buffers.TryRent(SegmentHeadroom, out var buffer))
        {
            _layer.Counters.Add(TcpCounter.NoBuffer);
            _layer.Block(this);
            return false;
        }

        bool sent = Emit(buffer, sequence, flags, now);
        buffer.Release();
        if (!sent)
            _layer.Block(this);
        return sent;
    }

    // Writes the header in front of the text in the window and hands it down. Every such segment carries our acknowledgment.
    private bool Emit(PacketBuffer buffer, SequenceNumber sequence, TcpFlags flags, Instant now, int segmentSize = 0)
    {
        var edge = _advertisedEdge;
        int textLength = segmentSize == 0 ? buffer.Length : segmentSize;
        var options = WithUserTimeout(WithBlocks(new TcpOptions { Timestamps = _timestamps.IsOn ? _timestamps.Stamp(now) : null }, textLength), textLength);
        var segment = new TcpSegment(sequence, _receiveNext, flags, TakeWindow(), buffer.Length, options);
        if (_layer.Emit(Key, segment, buffer, segmentSize) != TransmitStatus.Queued)
        {
            _advertisedEdge = edge;
            return false;
        }

        _lastAcknowledged = _receiveNext;
        if (options.SackCount > 0)
            _history.Reported();
        _userTimeoutDue &= options.UserTimeout is null;
        _acknowledgeNow = false;
        _unacknowledgedText = 0;
        _acknowledgeAt = Instant.Never;
        return true;
    }

    // RFC 9293 section 3.8.6.2.2: the right edge moves by a segment or half the buffer, or not at all; it never moves back.
    private ushort TakeWindow()
    {
        var edge = _receiveNext + _received.Free;
        if (edge - _advertisedEdge < Math.Min(_settings.ReceiveBuffer / 2, _sendSegmentSize))
            edge = _advertisedEdge;
        int field = Math.Min(Math.Max(edge - _receiveNext, 0) >> _receiveShift, ushort.MaxValue);
        _advertisedEdge = SequenceNumber.Max(_advertisedEdge, _receiveNext + (field << _receiveShift));
        return (ushort)field;
    }

    private void RetransmitFirst(Instant now)
    {
        if (_queue.Count > 0)
            Transmit(0, now);
        else if (_finSent)
            SendFin(now);
    }
}
