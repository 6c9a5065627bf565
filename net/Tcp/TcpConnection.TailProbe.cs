using DSoftBus.Net.Tcp.States;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>Tail loss probes (RFC 8985 section 7): a loss at the end of a flight is found after two round trips instead of a timeout.</summary>
public sealed partial class TcpConnection
{
    private static readonly TimeSpan PeerAcknowledgmentDelay = TimeSpan.FromMilliseconds(200); // TLP.max_ack_delay: what most stacks keep to.

    // Not in the RFC's text, which knows no floor: on a link of microseconds two round trips are less than what any machine may owe an answer.
    private static readonly TimeSpan LeastProbeTime = TimeSpan.FromMilliseconds(10);

    private Instant _probeAt = Instant.Never;
    private SequenceNumber? _probeEnd; // TLP.end_seq: a probe is out.
    private bool _probeRepeated; // TLP.is_retrans
    private bool _probeDue; // New text left, or the peer advanced: time runs anew.

    // Section 7.2.
    private void ArmProbe(Instant now)
    {
        if (!_probeDue)
            return;
        _probeDue = false;
        _probeAt = Instant.Never;
        bool wanted = _sackOn && _state.IsSynchronized && _state != TcpState.TimeWait && Outstanding > 0 && !_inRecovery && _timeouts == 0
            && _queue.SackedSegments == 0 && _probeEnd is null && _roundTrip.Smoothed > TimeSpan.Zero && _sendWindow > 0;
        if (!wanted)
            return;
        var wait = 2 * _roundTrip.Smoothed;
        if (Outstanding <= _sendSegmentSize)
            wait += PeerAcknowledgmentDelay;
        if (wait < LeastProbeTime)
            wait = LeastProbeTime;
        if (now + wait < _retransmitAt)
            _probeAt = now + wait;
    }

    // Section 7.3: new text if there is some that the peer can take, else the last segment again.
    private void SendProbe(Instant now)
    {
        _probeAt = Instant.Never;
        if (Outstanding == 0)
            return;
        bool hasNew = _sendPoint < _queue.Count && _queue[_sendPoint].End - _unacknowledged <= _sendWindow;
        int last = Math.Min(_sendPoint, _queue.Count) - 1;
        if (hasNew)
        {
            if (!Transmit(_sendPoint, now))
                return;
            _sendPoint++;
        }
        else if (last >= 0)
        {
            if (!Transmit(last, now))
                return;
        }
        else if (_finSent)
        {
            SendFin(now);
        }

        _layer.Counters.Add(TcpCounter.TailProbes);
        _probeRepeated = !hasNew;
        _probeEnd = _next;
        _probeDue = false;
        StartTimer(ref _retransmitAt, now + _roundTrip.Timeout);
    }

    // Section 7.4.2: what the answer to a repeated segment says about the first copy.
    private void JudgeProbe(in TcpSegment segment, bool duplicateReported)
    {
        if (_probeEnd is not { } end || segment.Acknowledgment < end)
            return;
        if (!_probeRepeated || duplicateReported)
        {
            _probeEnd = null;
        }
        else if (segment.Acknowledgment > end)
        {
            // The probe repaired a loss that nobody else noticed: the window answers for it once.
            _probeEnd = null;
            if (!_inRecovery)
            {
                _congestion.OnLoss(Outstanding);
                _congestion.OnRecovered(Outstanding);
            }
        }
        else if (segment.Length == 0 && segment.Options.SackCount == 0 && segment.Acknowledgment == _unacknowledged)
        {
            _probeEnd = null;
        }
    }
}
