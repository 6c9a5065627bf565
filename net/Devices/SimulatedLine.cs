using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Devices;

/// <summary>A line of a certain rate and the drop-tail queue in front of it. Frames pass in order; time is given by whoever asks.</summary>
internal sealed class SimulatedLine(LinkCounters counters)
{
    /// <summary>Preamble, check sequence and gap, which take line time too (IEEE 802.3 clause 3 and 4.4.2).</summary>
    private const int Overhead = 24;

    private readonly Queue<(Instant Start, int Length)> _waiting = new();
    private long _waitingBytes;
    private Instant _freeAt = Instant.Zero;

    /// <summary>Puts a frame behind those that wait.</summary>
    /// <param name="length">Bytes of the frame.</param>
    /// <param name="options">Rate and bounds, as they are now.</param>
    /// <param name="now">The time.</param>
    /// <param name="end">When its last bit has passed.</param>
    /// <returns>False when the queue is full.</returns>
    public bool TryPass(int length, LinkOptions options, Instant now, out Instant end)
    {
        while (_waiting.TryPeek(out var first) && first.Start <= now)
            _waitingBytes -= _waiting.Dequeue().Length;
        var start = Instant.Max(_freeAt, now);
        end = start;
        if (start > now)
        {
            if (_waiting.Count >= options.QueueFrames || _waitingBytes + length > options.QueueBytes)
                return false;
            _waiting.Enqueue((start, length));
            _waitingBytes += length;
            counters.PeakQueueFrames = Math.Max(counters.PeakQueueFrames, _waiting.Count);
            counters.PeakQueueBytes = Math.Max(counters.PeakQueueBytes, _waitingBytes);
        }

        if (options.BitsPerSecond > 0)
            end = new Instant(start.Nanoseconds + ((length + Overhead) * 8L * 1_000_000_000 / options.BitsPerSecond));
        _freeAt = end;
        counters.LineBytes += length;
        return true;
    }
}
