namespace DSoftBus.Net.Stack;

/// <summary>The counters of one stack: a fixed array, 32 per group, never reset.</summary>
public sealed class NetCounters
{
    public const int PerGroup = 32;

    private const int Groups = 12;

    private readonly ulong[] _values = new ulong[Groups * PerGroup];

    public ulong this[NetCounter counter] => _values[(int)counter];

    public void Increment(NetCounter counter) => _values[(int)counter]++;

    public void Add(NetCounter counter, uint amount) => _values[(int)counter] += amount;

    /// <summary>The values of one group; index <c>i</c> is counter number <c>group * 32 + i</c>. Empty for an unknown group.</summary>
    public ReadOnlySpan<ulong> Group(NetCounterGroup group) =>
        (int)group < Groups ? _values.AsSpan((int)group * PerGroup, PerGroup) : default;
}
