using Org.BouncyCastle.Crypto.Digests;

namespace DSoftBus.Softbus.Crypto;

/// <summary>
/// BLAKE2s-256 (RFC 7693), HMAC over it (RFC 2104) and the key derivation of the Noise framework (revision 34 section 4.3).
/// One instance is one reused engine: no allocation per call, not for concurrent use.
/// </summary>
public sealed class Blake2s
{
    /// <summary>Bytes of a digest: HASHLEN of the Noise framework.</summary>
    public const int Length = 32;

    /// <summary>Bytes of a block: BLOCKLEN of the Noise framework, and the HMAC block.</summary>
    public const int BlockLength = 64;

    private readonly Blake2sDigest _engine = new(Length * 8);

    /// <summary>Digest of the concatenation of both parts; <paramref name="digest"/> (32 bytes) may overlap either part.</summary>
    public void Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
    {
        _engine.BlockUpdate(first);
        _engine.BlockUpdate(second);
        _engine.DoFinal(digest);
    }

    /// <summary>HMAC-BLAKE2s of the concatenation of both parts.</summary>
    /// <param name="key">At most 64 bytes; all keys of Noise have 32. A longer one is a defect of the caller.</param>
    /// <param name="mac">32 bytes, written last, so it may overlap key or data.</param>
    public void Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> mac)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, BlockLength);
        Span<byte> pad = stackalloc byte[BlockLength];
        Span<byte> inner = stackalloc byte[Length];

        FillPad(pad, key, 0x36); // RFC 2104 section 2: ipad
        _engine.BlockUpdate(pad);
        Hash(first, second, inner);

        FillPad(pad, key, 0x5c); // RFC 2104 section 2: opad
        Hash(pad, inner, mac);

        Secret.Clear(pad);
        Secret.Clear(inner);
    }

    /// <summary>HKDF of the Noise framework with two outputs of 32 bytes.</summary>
    /// <param name="chainingKey">32 bytes.</param>
    /// <param name="input">0 or 32 bytes of input key material.</param>
    /// <param name="first">New chaining key or first cipher key; may overlap <paramref name="chainingKey"/>.</param>
    /// <param name="second">Cipher key.</param>
    public void Hkdf(ReadOnlySpan<byte> chainingKey, ReadOnlySpan<byte> input, Span<byte> first, Span<byte> second)
    {
        Span<byte> pseudorandom = stackalloc byte[Length];
        Hmac(chainingKey, input, default, pseudorandom);
        Hmac(pseudorandom, [1], default, first);
        Hmac(pseudorandom, first, [2], second);
        Secret.Clear(pseudorandom);
    }

    private static void FillPad(Span<byte> pad, ReadOnlySpan<byte> key, byte value)
    {
        pad.Fill(value);
        for (int i = 0; i < key.Length; i++)
            pad[i] ^= key[i];
    }
}
