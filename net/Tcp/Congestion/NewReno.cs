using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp.Congestion;

/// <summary>Half the flight after a loss, then one segment per round trip (RFC 5681).</summary>
public sealed class NewReno : WindowControl
{
    private int _acknowledgedInAvoidance;

    protected override void Avoid(int octets, Instant now, TimeSpan roundTrip)
    {
        // RFC 5681 section 3.1: one segment per window of acknowledged octets.
        _acknowledgedInAvoidance += octets;
        if (_acknowledgedInAvoidance < Window)
            return;
        _acknowledgedInAvoidance -= Window;
        Window += SegmentSize;
    }

    protected override int ThresholdAfterLoss(int flightSize)
    {
        _acknowledgedInAvoidance = 0;
        return flightSize / 2;
    }
}
