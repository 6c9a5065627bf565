using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp.Opening;

/// <summary>
/// RFC 6528 section 3: ISN = M + F(addresses and ports, key). M ticks every 4 us; F is different for each four-tuple and means nothing to
/// who has not the key. So the numbers of one four-tuple grow from connection to connection, and those of others tell nothing about them.
/// The timestamps of one four-tuple grow in the same way, which RFC 6191 needs of a peer.
/// </summary>
/// <param name="entropy">The key is drawn at first use; one that was drawn while there was no entropy is replaced by the next.</param>
public sealed class KeyedNumbers(IEntropy entropy) : IInitialNumbers
{
    private const long NanosecondsPerTick = 4000;

    private SipHash _hash;
    private bool _keyIsRandom;

    public SequenceNumber Sequence(TcpKey key, Instant now) => new(unchecked((uint)(now.Nanoseconds / NanosecondsPerTick) + (uint)Hash(key)));

    public uint TimestampOffset(TcpKey key) => (uint)(Hash(key) >> 32);

    private ulong Hash(TcpKey key)
    {
        if (!_keyIsRandom)
        {
            _hash = SipHash.Draw(entropy.For(RandomPurpose.TcpInitialSequence));
            _keyIsRandom = entropy.IsAvailable;
        }

        Span<byte> bytes = stackalloc byte[TcpKey.Length];
        key.Write(bytes);
        return _hash.Of(bytes);
    }
}
