using DSoftBus.Net.Tcp.States;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>Answers to segments that do not belong: bounded, so that nobody can make us send, and two confused ends do not answer each other for ever.</summary>
public sealed partial class TcpConnection
{
    private Instant _outsideAnsweredAt = Instant.Zero - TimeSpan.FromDays(1);

    // RFC 5961 sections 3 to 5.
    private void Challenge(Instant now)
    {
        if (!_layer.Challenges.TryTake(now))
        {
            _layer.Counters.Add(TcpCounter.ChallengesSuppressed);
            return;
        }

        _layer.Counters.Add(TcpCounter.ChallengesSent);
        _acknowledgeNow = true;
        Output(now);
    }

    // RFC 9293 section 3.10.7.4, first. What takes sequence space was sent again because an ACK was lost, and is always answered; a bare
    // segment may itself be an answer of this kind, and answering each of those would never end (RFC 5961 section 7 asks for a bound).
    private void AnswerOutside(in TcpSegment segment, Instant now)
    {
        if (segment.Length == 0)
        {
            if (now - _outsideAnsweredAt < _settings.OutsideAnswerInterval)
            {
                _layer.Counters.Add(TcpCounter.ChallengesSuppressed);
                return;
            }

            _outsideAnsweredAt = now;
        }

        _acknowledgeNow = true;
        Output(now);
    }

    // RFC 9293 section 3.5.3: a reset in SYN-SENT, or in the SYN-RECEIVED of a simultaneous open, refuses; one for a listener's opening
    // goes back to LISTEN, which here is the end of a connection that nobody has seen.
    private void OnReset()
    {
        bool refused = _state == TcpState.SynSent || (_state == TcpState.SynReceived && Listener is null);
        End(refused ? TcpFailure.Refused : TcpFailure.Reset);
    }
}
