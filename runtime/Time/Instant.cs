namespace DSoftBus.Runtime.Time;

/// <summary>A point on the monotonic clock: nanoseconds since the machine (or the simulation) started.</summary>
/// <remarks>Arithmetic saturates at <see cref="Never"/> and at the smallest value; <see cref="Never"/> plus or minus anything stays <see cref="Never"/>.</remarks>
public readonly record struct Instant(long Nanoseconds) : IComparable<Instant>
{
    private const long NanosecondsPerTick = TimeSpan.NanosecondsPerTick;

    // About 146 years: sums of two such stay in 64 bits.
    private const long OrdinaryNanoseconds = long.MaxValue / 2;
    private const long OrdinaryTicks = OrdinaryNanoseconds / NanosecondsPerTick;

    /// <summary>The start of the clock.</summary>
    public static Instant Zero => new(0);

    /// <summary>A deadline that does not come.</summary>
    public static Instant Never => new(long.MaxValue);

    public static Instant operator +(Instant instant, TimeSpan duration) => instant.Add(duration.Ticks);

    public static Instant operator -(Instant instant, TimeSpan duration) =>
        instant.Add(duration.Ticks == long.MinValue ? long.MaxValue : -duration.Ticks);

    /// <summary>The time from <paramref name="earlier"/> to <paramref name="later"/>, cut to the 100 ns of a <see cref="TimeSpan"/>.</summary>
    public static TimeSpan operator -(Instant later, Instant earlier)
    {
        // Only distances across the whole clock leave 64 bits.
        long difference = unchecked(later.Nanoseconds - earlier.Nanoseconds);
        bool overflows = ((later.Nanoseconds ^ earlier.Nanoseconds) & (later.Nanoseconds ^ difference)) < 0;
        return TimeSpan.FromTicks(overflows
            ? (long)(((Int128)later.Nanoseconds - earlier.Nanoseconds) / NanosecondsPerTick)
            : difference / NanosecondsPerTick);
    }

    public static bool operator <(Instant left, Instant right) => left.Nanoseconds < right.Nanoseconds;

    public static bool operator >(Instant left, Instant right) => left.Nanoseconds > right.Nanoseconds;

    public static bool operator <=(Instant left, Instant right) => left.Nanoseconds <= right.Nanoseconds;

    public static bool operator >=(Instant left, Instant right) => left.Nanoseconds >= right.Nanoseconds;

    public static Instant Min(Instant left, Instant right) => left < right ? left : right;

    public static Instant Max(Instant left, Instant right) => left > right ? left : right;

    public int CompareTo(Instant other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Seconds since the start with six decimals, or <c>never</c>.</summary>
    public override string ToString() =>
        this == Never ? "never" : FormattableString.Invariant($"{Nanoseconds / 1_000_000_000}.{Math.Abs(Nanoseconds / 1000 % 1_000_000):D6}");

    private Instant Add(long ticks)
    {
        if (this == Never)
            return Never;
        if (ticks is > -OrdinaryTicks and < OrdinaryTicks && Nanoseconds is > -OrdinaryNanoseconds and < OrdinaryNanoseconds)
            return new Instant(Nanoseconds + (ticks * NanosecondsPerTick));
        var sum = Nanoseconds + ((Int128)ticks * NanosecondsPerTick);
        return new Instant(sum > long.MaxValue ? long.MaxValue : sum < long.MinValue ? long.MinValue : (long)sum);
    }
}
