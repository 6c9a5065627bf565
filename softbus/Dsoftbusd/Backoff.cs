namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>The wait before a peer is dialled again after a failure: 250 ms, doubling to 10 s, jittered.</summary>
public struct Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Failures in a row.</summary>
    public int Failures { readonly get; private set; }

    /// <summary>Counts a failure and gives the wait before the next try.</summary>
    /// <param name="random">32 uniform bits of the purpose <c>jitter</c>.</param>
    public TimeSpan Fail(uint random)
    {
        var wait = Failures >= 6 ? Longest : TimeSpan.FromTicks(Math.Min(First.Ticks << Failures, Longest.Ticks));
        if (Failures < int.MaxValue)
            Failures++;
        return Jitter.Apply(wait, random);
    }

    /// <summary>A session came up: the next failure starts from the beginning.</summary>
    public void Succeed() => Failures = 0;
}
