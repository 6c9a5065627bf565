namespace DSoftBus.Net.Tcp;

/// <summary>Slow start, congestion avoidance (RFC 5681) and the window changes of NewReno's fast recovery (RFC 6582), with an initial window of ten segments (RFC 6928).</summary>
public sealed class NewReno : ICongestionControl
{
    private int _segmentSize = 536;
    private int _acknowledgedInAvoidance;

    public int Window { get; private set; }

    public int SlowStartThreshold { get; private set; } = int.MaxValue;

    public void Start(int segmentSize, bool synRepeated)
    {
        _segmentSize = segmentSize;

        // RFC 6928 section 2: min(10 MSS, max(2 MSS, 14600)); one segment when the SYN was lost (RFC 5681 section 3.1).
        Window = synRepeated ? segmentSize : Math.Min(10 * segmentSize, Math.Max(2 * segmentSize, 14600));
    }

    public void OnAcknowledged(int octets)
    {
        if (Window < SlowStartThreshold)
        {
            // RFC 5681 section 3.1 equation 2 (appropriate byte counting, at most one segment per ACK).
            Window += Math.Min(octets, _segmentSize);
            return;
        }

        // RFC 5681 section 3.1: one segment per window of acknowledged octets.
        _acknowledgedInAvoidance += octets;
        if (_acknowledgedInAvoidance < Window)
            return;
        _acknowledgedInAvoidance -= Window;
        Window += _segmentSize;
    }

    public void OnFastRetransmit(int flightSize)
    {
        // RFC 5681 section 3.2 steps 2 and 3.
        SlowStartThreshold = Math.Max(flightSize / 2, 2 * _segmentSize);
        Window = SlowStartThreshold + (3 * _segmentSize);
        _acknowledgedInAvoidance = 0;
    }

    public void OnDuplicateInRecovery() => Window += _segmentSize;

    public void OnPartialAcknowledgment(int octets)
    {
        // RFC 6582 section 3.2 step 3, partial acknowledgments: deflate by what was acknowledged, add one segment back.
        Window = Math.Max(Window - octets, 0);
        if (octets >= _segmentSize)
            Window += _segmentSize;
        Window = Math.Max(Window, _segmentSize);
    }

    public void OnRecovered(int flightSize) =>
        Window = Math.Min(SlowStartThreshold, Math.Max(flightSize, _segmentSize) + _segmentSize);

    public void OnTimeout(int flightSize, bool first)
    {
        // RFC 5681 section 3.1 equation 4: only when this octet was not retransmitted by a timeout before.
        if (first)
            SlowStartThreshold = Math.Max(flightSize / 2, 2 * _segmentSize);
        Window = _segmentSize;
        _acknowledgedInAvoidance = 0;
    }
}
