namespace DSoftBus.Net.Tcp;

/// <summary>The counters of one TCP layer.</summary>
public sealed class TcpCounters
{
    public const int Count = 64;

    private readonly long[] _values = new long[Count];

    public long this[TcpCounter counter] => _values[(int)counter];

    public long this[TcpDropReason reason] => _values[(int)TcpCounter.DropReasons + (int)reason - 1];

    /// <summary>By number, 0 to <see cref="Count"/> - 1: STAT shows the first half as one group, the second as another.</summary>
    public long At(int index) => _values[index];

    internal void Add(TcpCounter counter, long amount = 1) => _values[(int)counter] += amount;

    internal void Add(TcpDropReason reason) => _values[(int)TcpCounter.DropReasons + (int)reason - 1]++;
}
