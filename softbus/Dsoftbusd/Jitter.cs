namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>Spreads a wait by up to a quarter of itself either way (decisions.md "Discovery"; the same for dialling).</summary>
public static class Jitter
{
    /// <summary>The wait, scaled linearly from 75 % (<paramref name="random"/> = 0) to just under 125 % (its largest value).</summary>
    public static TimeSpan Apply(TimeSpan wait, uint random)
    {
        long half = wait.Ticks / 2;
        // The high half of a 32 x 32 bit product would need 128 bits for long waits; UInt128 keeps it exact.
        long spread = (long)((UInt128)(ulong)half * random >> 32);
        return TimeSpan.FromTicks(wait.Ticks - half / 2 + spread);
    }
}
