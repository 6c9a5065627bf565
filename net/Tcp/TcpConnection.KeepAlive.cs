using DSoftBus.Net.Tcp.States;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>Asks a silent peer whether it is still there (RFC 9293 section 3.8.4); only where the user wants it.</summary>
public sealed partial class TcpConnection
{
    private bool _keepAlive;
    private Instant _keepAliveAt = Instant.Never;
    private int _keepAlivesSent;

    /// <summary>Off by default, as the RFC demands.</summary>
    public bool KeepAlive => _keepAlive;

    /// <summary>Silence before the first probe; at first <see cref="TcpSettings.KeepAliveIdle"/>.</summary>
    public TimeSpan KeepAliveIdle { get; private set; }

    /// <summary>Between probes that nobody answers; at first <see cref="TcpSettings.KeepAliveInterval"/>.</summary>
    public TimeSpan KeepAliveInterval { get; private set; }

    /// <summary>Unanswered probes after which the peer is gone; at first <see cref="TcpSettings.KeepAliveProbes"/>.</summary>
    public int KeepAliveProbes { get; private set; }

    /// <summary>Turns the probes on or off.</summary>
    public void SetKeepAlive(bool on, Instant now)
    {
        _keepAlive = on;
        _keepAlivesSent = 0;
        StartTimer(ref _keepAliveAt, on && _state != TcpState.Closed ? now + SilenceBeforeProbe : Instant.Never);
    }

    /// <summary>Changes the times of the probes of this connection; the count of unanswered ones starts anew.</summary>
    /// <param name="idle">Silence before the first.</param>
    /// <param name="interval">Between unanswered ones.</param>
    /// <param name="probes">Unanswered ones until the peer is gone, at least 1.</param>
    /// <param name="now">With keep-alive on, the silence is looked at again from here.</param>
    public void SetKeepAlive(TimeSpan idle, TimeSpan interval, int probes, Instant now)
    {
        (KeepAliveIdle, KeepAliveInterval, KeepAliveProbes) = (idle, interval, probes);
        SetKeepAlive(_keepAlive, now);
    }

    // The timer is not moved by every segment: when it ends it looks how long the peer has really been silent. False: the connection ended.
    private bool AskWhetherPeerIsThere(Instant now)
    {
        // What is unacknowledged asks by itself, and an opening or closing connection has limits of its own.
        bool applies = _state.IsSynchronized && _state != TcpState.TimeWait && Outstanding == 0;
        if (!applies)
        {
            _keepAlivesSent = 0;
            _keepAliveAt = now + SilenceBeforeProbe;
            return true;
        }

        var due = _lastHeard + SilenceBeforeProbe;
        if (_keepAlivesSent == 0 && now < due)
        {
            _keepAliveAt = due;
            return true;
        }

        if (_keepAlivesSent >= KeepAliveProbes)
        {
            Expire();
            return false;
        }

        // A number that the peer has acknowledged: it answers with where it is, and takes nothing.
        _keepAlivesSent++;
        _layer.Counters.Add(TcpCounter.KeepAliveProbes);
        SendBare(_next - 1, TcpFlags.Ack, now);
        _keepAliveAt = now + KeepAliveInterval;
        return true;
    }
}
