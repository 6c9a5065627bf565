using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>Segments that the path does not carry: told by a router (RFC 1191), or guessed when nobody tells (RFC 2923 section 2.1).</summary>
public sealed partial class TcpConnection
{
    internal bool IsInFlight(SequenceNumber number) => number >= _unacknowledged && number < _next;

    /// <summary>The path takes less than before. What was too long is lost for certain, and that says nothing about congestion (RFC 1191 section 6.5).</summary>
    internal void OnPathMtuChanged(Instant now)
    {
        if (!_state.IsSynchronized)
            return;
        int size = _layer.SegmentSizeTowards(Key.Remote) - OptionLength;
        if (size >= _sendSegmentSize)
            return;
        bool anySent = Shrink(size);
        if (anySent && !_sackOn)
            _sendPoint = 0;
        Output(now);
    }

    private void EscapeBlackHole()
    {
        if (_timeouts != _settings.BlackHoleTimeouts || _queue.Count == 0 || _queue[0].Length <= _settings.BlackHoleSegmentSize)
            return;
        _layer.Counters.Add(TcpCounter.BlackHoles);
        Shrink(_settings.BlackHoleSegmentSize);
    }

    // True: segments that were sent were cut, and with SACK are marked as lost. Where no buffer is free they stay long until the next timeout.
    private bool Shrink(int size)
    {
        _sendSegmentSize = size;
        bool anySent = false;
        for (int i = 0; i < _queue.Count; i++)
        {
            if (_queue[i].Length <= size || _queue[i].IsSacked)
                continue;
            bool sent = i < _sendPoint;
            if (!TrySplit(i, size))
                continue;
            anySent |= sent;
            if (!sent || !_sackOn)
                continue;
            _queue.MarkLost(i);
            _queue.MarkLost(i + 1);
        }

        return anySent;
    }
}
