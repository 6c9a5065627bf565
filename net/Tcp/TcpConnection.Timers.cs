using DSoftBus.Net.Tcp.States;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>The timers: retransmission (which is also the persist timer), delayed ACK, the wait of TIME-WAIT or of an orphan, and with SACK the reordering and the probe timer.</summary>
public sealed partial class TcpConnection
{
    private Instant _retransmitAt = Instant.Never;
    private Instant _acknowledgeAt = Instant.Never;
    private Instant _waitUntil = Instant.Never;
    private Instant _lastHeard;
    private Instant _firstTimeout;
    private int _timeouts;

    internal void OnTimer(Instant now)
    {
        if (_waitUntil <= now)
        {
            End(TcpFailure.None);
            return;
        }

        if (_acknowledgeAt <= now)
        {
            _acknowledgeAt = Instant.Never;
            _acknowledgeNow = true;
            Output(now);
        }

        if (_keepAliveAt <= now && !AskWhetherPeerIsThere(now))
            return;
        if (_reorderAt <= now)
        {
            _layer.Counters.Add(TcpCounter.ReorderingTimeouts);
            DetectLoss(now);
            Output(now);
        }

        if (_probeAt <= now)
            SendProbe(now);
        if (_retransmitAt <= now)
            OnRetransmissionTimeout(now);
        Reschedule();
        NoteReadiness();
    }

    private void OnRetransmissionTimeout(Instant now)
    {
        _retransmitAt = Instant.Never;
        if (_timeouts++ == 0)
            _firstTimeout = now;
        _roundTrip.BackOff();
        if (!_state.IsSynchronized)
        {
            RepeatSyn(now);
            return;
        }

        // A window that shrank below what was sent does not let the oldest segment through whole: as much of it as fits asks again
        // (RFC 9293 section 3.8.6, SHLD-16 and SHLD-17).
        bool beyondWindow = _queue.Count > 0 && _queue[0].End - _unacknowledged > _sendWindow;
        if (_sendWindow == 0 || Outstanding == 0 || beyondWindow)
        {
            Probe(now);
            return;
        }

        if (now - _firstTimeout >= EffectiveUserTimeout)
        {
            Expire();
            return;
        }

        // RFC 6298 sections 5.4 to 5.6, RFC 5681 section 3.1 equation 4; RFC 6582 section 4: recovery ends and covers all that was sent.
        _layer.Counters.Add(TcpCounter.RetransmissionTimeouts);
        _congestion.OnTimeout(Outstanding, _timeouts == 1);
        _inRecovery = false;
        _duplicates = 0;
        _recover = _next;
        _probeEnd = null;
        _probeAt = Instant.Never;
        StartOver();
        _finPending = _finQueued;
        EscapeBlackHole();
        Output(now);
    }

    // Without SACK everything is sent again from the oldest; with it, what was not reported.
    private void StartOver()
    {
        if (_sackOn)
            PresumeLost();
        else
            _sendPoint = 0;
    }

    // RFC 1122 section 4.2.3.5: R2 for SYN; the user's own limit holds for opening too (RFC 9293 section 3.9.1.1).
    private void RepeatSyn(Instant now)
    {
        if (now - _lastHeard >= (_ownUserTimeout ?? _settings.SynLimit))
        {
            End(TcpFailure.TimedOut);
            return;
        }

        _layer.Counters.Add(TcpCounter.RetransmissionTimeouts);
        _layer.Counters.Add(TcpCounter.SegmentsRetransmitted);
        SendSyn(now);
    }

    // RFC 9293 section 3.8.6.1: at least one octet, at growing intervals, for as long as the peer answers.
    private void Probe(Instant now)
    {
        if (now - Instant.Max(_lastHeard, _firstTimeout) >= EffectiveUserTimeout)
        {
            Expire();
            return;
        }

        _layer.Counters.Add(TcpCounter.WindowProbes);
        if (_queue.Count > 0)
        {
            int length = Math.Max(_sendWindow - (_queue[0].Sequence - _unacknowledged), 1);
            if (_queue[0].Length > length)
                TrySplit(0, length);
            if (Transmit(0, now) && _sendPoint == 0)
                _sendPoint = 1;
        }
        else if (_finQueued)
        {
            SendFin(now);
        }

        ArmRetransmission(now);
    }

    private void Expire()
    {
        _layer.SendControl(Key, new TcpSegment(_next, _receiveNext, Wire.TcpFlags.Rst | Wire.TcpFlags.Ack));
        End(TcpFailure.TimedOut);
    }

    // RFC 6298 section 5.1; without anything outstanding, text that the window holds back keeps the timer as persist timer.
    private void ArmRetransmission(Instant now)
    {
        bool held = (_queue.Count > 0 || _finPending) && _state.IsSynchronized;
        if (_state == TcpState.TimeWait || (Outstanding == 0 && !held))
            _retransmitAt = Instant.Never;
        else if (_retransmitAt == Instant.Never && _state != TcpState.Closed)
            _retransmitAt = now + NextTimeout(now);
        Reschedule();
    }

    // The user's limit ends a connection when it is over, not at the first retransmission after it.
    private TimeSpan NextTimeout(Instant now)
    {
        var timeout = _roundTrip.Timeout;
        if (_timeouts == 0 || _sendWindow == 0 || Outstanding == 0)
            return timeout;
        var left = _firstTimeout + EffectiveUserTimeout - now;
        return left >= timeout ? timeout : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void StartTimer(ref Instant timer, Instant at)
    {
        timer = at;
        Reschedule();
    }

    private void Reschedule() =>
        _layer.Timers.Update(this, Instant.Min(Instant.Min(_retransmitAt, Instant.Min(_reorderAt, _probeAt)), Instant.Min(_keepAliveAt, Instant.Min(_acknowledgeAt, _waitUntil))));
}
