using Org.BouncyCastle.Crypto.Digests;

namespace DSoftBus.Runtime.Entropy;

/// <summary>A ChaCha20 generator with fast key erasure: every refill first replaces the key, and every byte handed out is wiped.</summary>
/// <remarks>What was drawn earlier cannot be computed from the state that is left. Seeds are mixed in with BLAKE2s-256(key || seed).</remarks>
public sealed class GeneratorEntropy : IEntropy, IRandomSource
{
    /// <summary>Bytes of seed before the first value may be drawn.</summary>
    public const int MinimumSeed = 32;

    private const int BlockLength = 1024;

    private readonly byte[] _key = new byte[KeyStream.KeyLength];
    private readonly byte[] _block = new byte[BlockLength];
    private readonly KeyStream _stream;
    private int _used = BlockLength;
    private long _seedBytes;

    public GeneratorEntropy() => _stream = new KeyStream(_key);

    public bool IsAvailable => _seedBytes >= MinimumSeed;

    public byte? TestSeed => null;

    /// <summary>Mixes <paramref name="seed"/> into the key; what is known to be random counts once, byte for byte.</summary>
    public void AddSeed(ReadOnlySpan<byte> seed)
    {
        var digest = new Blake2sDigest(digestBits: KeyStream.KeyLength * 8);
        digest.BlockUpdate(_key);
        digest.BlockUpdate(seed);
        digest.DoFinal(_key);
        _block.AsSpan().Clear();
        _used = BlockLength;
        _seedBytes += seed.Length;
    }

    /// <summary>All purposes draw from the one generator: its values do not depend on each other.</summary>
    public IRandomSource For(string purpose) => this;

    public void Fill(Span<byte> destination)
    {
        if (!IsAvailable)
            throw new InvalidOperationException("The random generator has no seed yet.");
        while (!destination.IsEmpty)
        {
            if (_used == BlockLength)
                Refill();
            var source = _block.AsSpan(_used, Math.Min(destination.Length, BlockLength - _used));
            source.CopyTo(destination);
            source.Clear();
            _used += source.Length;
            destination = destination[source.Length..];
        }
    }

    private void Refill()
    {
        _stream.Rekey(_key);
        _stream.Fill(_key);
        _stream.Fill(_block);
        _used = 0;
    }
}
