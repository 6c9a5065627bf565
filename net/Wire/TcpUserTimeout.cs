namespace DSoftBus.Net.Wire;

/// <summary>The value of the user timeout option (RFC 5482 section 3.2): one bit for the unit, minutes or seconds, and 15 for the count.</summary>
/// <param name="Field">As on the wire; a count of zero means nothing and is ignored.</param>
public readonly record struct TcpUserTimeout(ushort Field)
{
    private const ushort Minutes = 0x8000;
    private const int MaximumCount = 0x7fff;

    public TimeSpan Duration => (Field & Minutes) != 0 ? TimeSpan.FromMinutes(Field & MaximumCount) : TimeSpan.FromSeconds(Field & MaximumCount);

    /// <summary>The shortest value not below <paramref name="duration"/>, at least one second, at most 32767 minutes.</summary>
    public static TcpUserTimeout From(TimeSpan duration)
    {
        double seconds = Math.Max(Math.Ceiling(duration.TotalSeconds), 1);
        return seconds <= MaximumCount
            ? new TcpUserTimeout((ushort)seconds)
            : new TcpUserTimeout((ushort)(Minutes | (int)Math.Min(Math.Ceiling(seconds / 60), MaximumCount)));
    }
}
