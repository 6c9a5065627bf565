using System.Text;
using Org.BouncyCastle.Crypto.Digests;

namespace DSoftBus.Runtime.Entropy;

/// <summary>Repeatable values for a run with test keys: one ChaCha20 stream per purpose, keyed with BLAKE2s-256(seed || purpose).</summary>
/// <remarks>Not secure, by intention. The seed is 32 times <paramref name="seed"/>, the purpose its ASCII bytes.</remarks>
public sealed class TestEntropy(byte seed) : IEntropy
{
    private const int SeedLength = 32;

    private readonly Dictionary<string, KeyStream> _streams = new(StringComparer.Ordinal);

    public bool IsAvailable => true;

    public byte? TestSeed => seed;

    public IRandomSource For(string purpose)
    {
        if (!_streams.TryGetValue(purpose, out var stream))
            _streams.Add(purpose, stream = new KeyStream(KeyOf(purpose)));
        return stream;
    }

    private byte[] KeyOf(string purpose)
    {
        Span<byte> seedBytes = stackalloc byte[SeedLength];
        seedBytes.Fill(seed);
        var digest = new Blake2sDigest(digestBits: KeyStream.KeyLength * 8);
        digest.BlockUpdate(seedBytes);
        digest.BlockUpdate(Encoding.ASCII.GetBytes(purpose));
        var key = new byte[KeyStream.KeyLength];
        digest.DoFinal(key);
        return key;
    }
}
