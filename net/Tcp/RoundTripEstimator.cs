namespace DSoftBus.Net.Tcp;

/// <summary>Smoothed round-trip time and retransmission timeout of one connection (RFC 6298). Samples come only from segments sent once (section 3, Karn).</summary>
/// <param name="options">Bounds and the initial value of the timeout.</param>
public sealed class RoundTripEstimator(TcpSettings options)
{
    private static readonly TimeSpan ClockGranularity = TimeSpan.FromMilliseconds(1);

    private TimeSpan _smoothed;
    private TimeSpan _variation;
    private TimeSpan _base = options.InitialRetransmissionTimeout;
    private int _backoff;

    /// <summary>SRTT; zero until the first sample.</summary>
    public TimeSpan Smoothed => _smoothed;

    /// <summary>RTO with its current backoff, between the configured bounds.</summary>
    public TimeSpan Timeout
    {
        get
        {
            // Section 5.5: doubled at each expiry; section 2.5: an upper bound of at least 60 s.
            double scaled = _base.Ticks * (double)(1 << _backoff);
            return scaled >= options.MaximumRetransmissionTimeout.Ticks ? options.MaximumRetransmissionTimeout : TimeSpan.FromTicks((long)scaled);
        }
    }

    /// <summary>Takes a measured round trip; ends any backoff (section 5, the note after 5.7: the formulas give the new value).</summary>
    public void Sample(TimeSpan measured)
    {
        if (_smoothed == TimeSpan.Zero)
        {
            // Section 2.2.
            _smoothed = measured;
            _variation = measured / 2;
        }
        else
        {
            // Section 2.3: alpha 1/8, beta 1/4, RTTVAR before SRTT.
            _variation += ((_smoothed - measured).Duration() - _variation) / 4;
            _smoothed += (measured - _smoothed) / 8;
        }

        var spread = 4 * _variation;
        var timeout = _smoothed + (spread > ClockGranularity ? spread : ClockGranularity);

        // Section 2.4: never below the minimum.
        _base = timeout < options.MinimumRetransmissionTimeout ? options.MinimumRetransmissionTimeout : timeout;
        _backoff = 0;
    }

    /// <summary>The timer expired (section 5.5).</summary>
    public void BackOff()
    {
        if (_backoff < 16)
            _backoff++;
    }

    /// <summary>The peer answered without giving a sample: the next timer starts from the unscaled value again.</summary>
    public void EndBackOff() => _backoff = 0;

    /// <summary>The SYN had to be repeated: data starts with 3 s until a sample exists (section 5.7).</summary>
    public void AfterRepeatedSyn()
    {
        _backoff = 0;
        if (_smoothed == TimeSpan.Zero && _base < options.RetransmissionTimeoutAfterRepeatedSyn)
            _base = options.RetransmissionTimeoutAfterRepeatedSyn;
    }
}
