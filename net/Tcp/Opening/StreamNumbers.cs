using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp.Opening;

/// <summary>The next values of two streams, whatever the time and the address: a run with test keys gives the same bytes whenever it is started.</summary>
public sealed class StreamNumbers(IEntropy entropy) : IInitialNumbers
{
    private readonly IRandomSource _sequences = entropy.For(RandomPurpose.TcpInitialSequence);
    private readonly IRandomSource _timestamps = entropy.For(RandomPurpose.TcpTimestamp);

    public SequenceNumber Sequence(TcpKey key, Instant now) => new(_sequences.NextUInt32());

    public uint TimestampOffset(TcpKey key) => _timestamps.NextUInt32();
}
