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

    /// <summary>Turns the probes on or off.</summary>
    public void SetKeepAlive(bool on, Instant now)
    {
        _keepAlive = on;
        _keepAlivesSent = 0;
        StartTimer(ref _keepAliveAt, on && _state != TcpState.Closed ? now + _settings.KeepAliveIdle : Instant.Never);
    }

    // The timer is not moved by every segment: when it ends it looks how long the peer has really been silent. False: the connection ended.
    private bool AskWhetherPeerIsThere(Instant now)
    {
        // What is unacknowledged asks by itself, and an opening or closing connection has limits of its own.
        bool applies = _state.IsSynchronized && _state != TcpState.TimeWait && Outstanding == 0;
        if (!applies)
        {
            _keepAlivesSent = 0;
            _keepAliveAt = now + _settings.KeepAliveIdle;
            return true;
        }

        var due = _lastHeard + _settings.KeepAliveIdle;
        if (_keepAlivesSent == 0 && now < due)
        {
            _keepAliveAt = due;
            return true;
        }

        if (_keepAlivesSent >= _settings.KeepAliveProbes)
        {
            Expire();
            return false;
        }

        // A number that the peer has acknowledged: it answers with where it is, and takes nothing.
        _keepAlivesSent++;
        _layer.Counters.Add(TcpCounter.KeepAliveProbes);
        SendBare(_next - 1, TcpFlags.Ack, now);
        _keepAliveAt = now + _settings.KeepAliveInterval;
        return true;
    }
}
