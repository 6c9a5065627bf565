namespace DSoftBus.Qemu.Tap;

/// <summary>The counters of one device, never reset.</summary>
public sealed class TapCounters
{
    private readonly long[] _values = new long[Enum.GetValues<TapCounter>().Length];

    public long this[TapCounter counter] => _values[(int)counter];

    internal void Add(TapCounter counter, long amount = 1) => _values[(int)counter] += amount;
}
