using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace DSoftBus.Runtime.Entropy;

/// <summary>The ChaCha20 key stream (RFC 8439 section 2.4) with counter 0 and an all-zero nonce.</summary>
internal sealed class KeyStream : IRandomSource
{
    internal const int KeyLength = 32;

    // RFC 8439 section 2.3: the nonce is 96 bits.
    private const int NonceLength = 12;

    private readonly ChaCha7539Engine _engine = new();

    internal KeyStream(ReadOnlySpan<byte> key) => Rekey(key);

    public void Fill(Span<byte> destination)
    {
        destination.Clear();
        _engine.ProcessBytes(destination, destination);
    }

    /// <summary>Starts the stream of <paramref name="key"/> (32 bytes) from its first byte.</summary>
    internal void Rekey(ReadOnlySpan<byte> key) =>
        _engine.Init(forEncryption: true, new ParametersWithIV(new KeyParameter(key), stackalloc byte[NonceLength]));
}
