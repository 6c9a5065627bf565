namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>
/// When announces leave: at once, after 250 ms, after 1 s, then every 10 s (decisions.md "Discovery"). Every wait but the first is
/// jittered by up to 25 % either way, so that nodes that started together do not stay in step.
/// </summary>
public struct AnnounceSchedule
{
    private const int RepeatMilliseconds = 10_000;

    // The waits between announces: 0 -> 250 ms -> 1 s are points in time, so the second wait is their difference.
    private const int FirstWaitMilliseconds = 250;
    private const int SecondWaitMilliseconds = 750;

    private int _sent;

    /// <summary>The wait before the next announce; call once after each announce.</summary>
    /// <param name="random">32 uniform bits of the purpose <c>jitter</c>.</param>
    public TimeSpan Next(uint random)
    {
        int milliseconds = _sent switch
        {
            0 => FirstWaitMilliseconds,
            1 => SecondWaitMilliseconds,
            _ => RepeatMilliseconds,
        };
        if (_sent < 2)
            _sent++;
        return Jitter.Apply(TimeSpan.FromMilliseconds(milliseconds), random);
    }
}
