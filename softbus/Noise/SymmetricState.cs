using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Noise;

/// <summary>
/// The symmetric state of the Noise framework (revision 34 section 5.2) with ChaCha20-Poly1305 and BLAKE2s: transcript hash h,
/// chaining key ck, cipher key k and its counter n. Generic: patterns decide what is mixed and when.
/// </summary>
internal sealed class SymmetricState : IDisposable
{
    /// <summary>Bytes of h, ck and k.</summary>
    public const int HashLength = Blake2s.Length;

    /// <summary>The name that both profiles hash (noise-xk.md).</summary>
    public static ReadOnlySpan<byte> ProtocolName => "Noise_XK_25519_ChaChaPoly_BLAKE2s"u8;

    private readonly Blake2s _blake2s = new();
    private readonly byte[] _hash = new byte[HashLength];
    private readonly byte[] _chainingKey = new byte[HashLength];
    private readonly byte[] _key = new byte[ChaCha20Poly1305.KeyLength];
    private ulong _counter;
    private bool _hasKey;

    /// <summary>InitializeSymmetric: a name of more than 32 bytes is hashed, a shorter one padded with zeros.</summary>
    public SymmetricState(ReadOnlySpan<byte> protocolName)
    {
        if (protocolName.Length > HashLength)
            _blake2s.Hash(protocolName, default, _hash);
        else
            protocolName.CopyTo(_hash);
        _hash.CopyTo(_chainingKey, 0);
    }

    /// <summary>h, 32 bytes: after the last message the handshake hash, the same on both sides.</summary>
    public ReadOnlySpan<byte> Hash => _hash;

    /// <summary>Bytes that encryption adds: 16 once there is a key.</summary>
    public int Overhead => _hasKey ? ChaCha20Poly1305.TagLength : 0;

    public void MixHash(ReadOnlySpan<byte> data) => _blake2s.Hash(_hash, data, _hash);

    /// <param name="input">A shared secret of 32 bytes; the caller clears it.</param>
    public void MixKey(ReadOnlySpan<byte> input)
    {
        _blake2s.Hkdf(_chainingKey, input, _chainingKey, _key);
        _counter = 0;
        _hasKey = true;
    }

    /// <summary>Diffie-Hellman and <see cref="MixKey"/> in one; false, and nothing mixed, for a low-order point.</summary>
    public bool TryMixAgreement(ReadOnlySpan<byte> secret, X25519PublicKey peer)
    {
        Span<byte> shared = stackalloc byte[X25519.KeyLength];
        bool valid = X25519.TryAgree(secret, peer, shared);
        if (valid)
            MixKey(shared);
        Secret.Clear(shared);
        return valid;
    }

    /// <summary>EncryptAndHash in place.</summary>
    /// <param name="message">The plaintext, then <see cref="Overhead"/> bytes of room.</param>
    public void EncryptAndHash(Span<byte> message)
    {
        if (_hasKey)
        {
            using var cipher = new ChaCha20Poly1305(_key, sealing: true);
            cipher.Seal(_counter++, _hash, message);
        }

        MixHash(message);
    }

    /// <summary>DecryptAndHash in place; false, with the state unchanged, when the bytes are not authentic.</summary>
    public bool TryDecryptAndHash(Span<byte> message)
    {
        Span<byte> next = stackalloc byte[HashLength];
        _blake2s.Hash(_hash, message, next); // over the ciphertext, which decryption overwrites
        if (_hasKey)
        {
            using var cipher = new ChaCha20Poly1305(_key, sealing: false);
            if (!cipher.TryOpen(_counter, _hash, message))
                return false;
            _counter++;
        }

        next.CopyTo(_hash);
        return true;
    }

    /// <summary>Split: the transport states of this side. Clears everything but the handshake hash.</summary>
    public TransportCiphers Split(bool initiator)
    {
        Span<byte> first = stackalloc byte[HashLength], second = stackalloc byte[HashLength];
        _blake2s.Hkdf(_chainingKey, default, first, second);
        var ciphers = new TransportCiphers(
            new TransportCipher(initiator ? first : second, sealing: true),
            new TransportCipher(initiator ? second : first, sealing: false),
            [.. _hash]);
        Secret.Clear(first);
        Secret.Clear(second);
        Dispose();
        return ciphers;
    }

    public void Dispose()
    {
        Secret.Clear(_chainingKey);
        Secret.Clear(_key);
    }
}
