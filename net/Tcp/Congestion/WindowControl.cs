using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp.Congestion;

/// <summary>What all congestion controls here share: slow start (RFC 5681), an initial window of ten segments (RFC 6928), and the window changes of a recovery without SACK (RFC 6582).</summary>
public abstract class WindowControl : ICongestionControl
{
    // RFC 3465 section 2.1: octets count, not ACKs, up to L segments for each ACK; 8 as RFC 9406 section 4.2 has it for senders that do not pace.
    private const int MostSegmentsPerAcknowledgment = 8;

    private int _initialWindow;
    private bool _afterTimeout;

    public int Window { get; protected set; }

    public int SlowStartThreshold { get; private set; } = int.MaxValue;

    protected int SegmentSize { get; private set; } = 536;

    public void Start(int segmentSize, bool synRepeated)
    {
        SegmentSize = segmentSize;

        // RFC 6928 section 2: min(10 MSS, max(2 MSS, 14600)); one segment when the SYN was lost (RFC 5681 section 3.1).
        _initialWindow = synRepeated ? segmentSize : Math.Min(10 * segmentSize, Math.Max(2 * segmentSize, 14600));
        Window = _initialWindow;
    }

    public void OnAcknowledged(int octets, Instant now, TimeSpan roundTrip)
    {
        // RFC 5681 section 3.1 equation 2 with appropriate byte counting. One segment for each ACK while a timeout is repaired, because one may then
        // acknowledge much that left the network long ago (RFC 3465 section 2.3).
        if (Window < SlowStartThreshold)
        {
            int most = _afterTimeout ? SegmentSize : MostSegmentsPerAcknowledgment * SegmentSize;
            Window += Math.Min(Math.Min(octets, most), Math.Max(SlowStartThreshold - Window, SegmentSize));
        }
        else
        {
            _afterTimeout = false;
            Avoid(octets, now, roundTrip);
        }
    }

    public void OnLoss(int flightSize)
    {
        Reduce(flightSize);
        Window = SlowStartThreshold;
    }

    public void OnFastRetransmit(int flightSize)
    {
        // RFC 5681 section 3.2 steps 2 and 3.
        Reduce(flightSize);
        Window = SlowStartThreshold + (3 * SegmentSize);
    }

    public void OnDuplicateInRecovery() => Window += SegmentSize;

    public void OnPartialAcknowledgment(int octets)
    {
        // RFC 6582 section 3.2 step 3, partial acknowledgments: deflate by what was acknowledged, add one segment back.
        Window = Math.Max(Window - octets, 0);
        if (octets >= SegmentSize)
            Window += SegmentSize;
        Window = Math.Max(Window, SegmentSize);
    }

    public void OnRecovered(int flightSize) =>
        Window = Math.Min(SlowStartThreshold, Math.Max(flightSize, SegmentSize) + SegmentSize);

    public void OnTimeout(int flightSize, bool first)
    {
        // RFC 5681 section 3.1 equation 4: only when this octet was not retransmitted by a timeout before.
        if (first)
            Reduce(flightSize);
        _afterTimeout = true;
        Window = SegmentSize;
        Forget();
    }

    public void OnIdle() => Window = Math.Min(Window, _initialWindow);

    /// <summary>Congestion avoidance: grows <see cref="Window"/>.</summary>
    protected abstract void Avoid(int octets, Instant now, TimeSpan roundTrip);

    /// <summary>After a timeout the past says nothing about the path any more.</summary>
    protected virtual void Forget()
    {
    }

    /// <summary>A loss was seen while <paramref name="flightSize"/> octets were out: what the window shall come down to, octets; the bound of two segments is applied here.</summary>
    protected abstract int ThresholdAfterLoss(int flightSize);

    // With SACK, what the peer reported is outstanding too, and new text goes on during recovery: a loss right after it finds more
    // outstanding than the window ever allowed in flight, and must not enlarge it (RFC 9438 section 4.6 has both quantities).
    private void Reduce(int flightSize) => SlowStartThreshold = Math.Max(ThresholdAfterLoss(Math.Min(flightSize, Window)), 2 * SegmentSize);
}
