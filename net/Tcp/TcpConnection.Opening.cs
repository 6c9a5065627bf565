using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>The beginning and the end of a connection as the layer's tables see them.</summary>
public sealed partial class TcpConnection
{
    /// <summary>A SYN cookie was our SYN: it left before this connection was made (RFC 4987 section 3.6).</summary>
    internal void NoteSynSent() => _next = _initialSend + 1;

    // RFC 9293 section 3.6.1: the wait of 2 MSL starts, or starts anew.
    private void WaitForOldDuplicates(Instant now)
    {
        _layer.TimeWaits.Append(this);
        StartTimer(ref _waitUntil, now + _settings.TimeWait);
    }
}
