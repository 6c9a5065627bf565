using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp.Congestion;

/// <summary>CUBIC (RFC 9438): after a loss the window grows with the cube of the time, flat around where the loss was, and never slower than Reno would.</summary>
/// <remarks>Names as in the RFC's section 4.1.2, in segments where it has segments. Slow start is the standard one, without HyStart++.</remarks>
public sealed class Cubic : WindowControl
{
    private const double Beta = 0.7; // Section 4.6.
    private const double C = 0.4; // Section 5, segments per cubic second.
    private const double RenoFriendlyAlpha = 3 * (1 - Beta) / (1 + Beta); // Section 4.3.

    private double _window; // cwnd as a real number of segments, so that small growth adds up.
    private double _maximum; // W_max
    private double _prior; // cwnd_prior
    private double _estimate; // W_est
    private double _origin; // K, seconds
    private Instant? _epoch; // t_epoch
    private Instant _lastGrowth;
    private bool _startsFlat; // Section 4.8: the first avoidance after a timeout has its maximum where it begins.

    protected override void Avoid(int octets, Instant now, TimeSpan roundTrip)
    {
        double segments = octets / (double)SegmentSize;
        Begin(now, roundTrip);
        double t = (now - _epoch!.Value).TotalSeconds;
        _estimate += (_estimate >= _prior ? 1 : RenoFriendlyAlpha) * segments / _window;
        if (Cube(t) < _estimate)
        {
            // Section 4.3: where Reno would be faster, as fast as Reno.
            _window = Math.Max(_window, _estimate);
        }
        else
        {
            // Section 4.2: towards where the curve is a round trip from now, by at most half per round trip.
            double target = Math.Clamp(Cube(t + roundTrip.TotalSeconds), _window, 1.5 * _window);
            _window += (target - _window) / _window * segments;
        }

        Window = (int)Math.Min(_window * SegmentSize, int.MaxValue / 2);
    }

    protected override int ThresholdAfterLoss(int flightSize)
    {
        double window = Window / (double)SegmentSize;

        // Section 4.7, fast convergence: a window that did not get back to where it was makes room for others.
        _maximum = window < _maximum ? window * (1 + Beta) / 2 : window;
        _prior = window;
        _epoch = null;
        _startsFlat = false;
        return (int)(flightSize * Beta);
    }

    protected override void Forget()
    {
        _epoch = null;
        _startsFlat = true;
    }

    private void Begin(Instant now, TimeSpan roundTrip)
    {
        if (_epoch is not { } epoch)
        {
            _epoch = now;
            _window = Window / (double)SegmentSize;
            _estimate = _window;

            if (_startsFlat)
                _maximum = _window;
            _startsFlat = false;

            // Section 4.2 equation 2.
            _origin = _window < _maximum ? CubeRoot((_maximum - _window) / C) : 0;
            _maximum = Math.Max(_maximum, _window);
        }
        else if (now - _lastGrowth > 2 * roundTrip)
        {
            // Section 5.8: time in which the application sent too little is not time to grow.
            _epoch = epoch + (now - _lastGrowth);
        }

        _lastGrowth = now;
    }

    private double Cube(double t)
    {
        double distance = t - _origin;
        return (C * (distance * distance * distance)) + _maximum;
    }

    // Newton's method with nothing but the four operations, which IEEE 754 fixes to the last bit: the library's root is the platform's.
    // The first guess, a power of two, is at most the root and more than half of it; each step about squares the error.
    private static double CubeRoot(double value)
    {
        if (value <= 0)
            return 0;
        double root = Math.ScaleB(1, (int)Math.Floor(Math.ILogB(value) / 3.0));
        for (int i = 0; i < 8; i++)
            root -= (root - (value / (root * root))) / 3;
        return root;
    }
}
