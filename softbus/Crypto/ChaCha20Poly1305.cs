using System.Buffers.Binary;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Engine = Org.BouncyCastle.Crypto.Modes.ChaCha20Poly1305;

namespace DSoftBus.Softbus.Crypto;

/// <summary>
/// ChaCha20-Poly1305 (RFC 8439) under one key and one direction, in place, with the nonce of the Noise framework: four zero
/// bytes, then the counter as u64 little-endian. The engine is reused; BouncyCastle itself allocates about 230 short-lived
/// bytes per record (nonce parameters and the one-time key), nothing else is allocated. Not for concurrent use.
/// </summary>
public sealed class ChaCha20Poly1305 : IDisposable
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 32;

    /// <summary>Bytes of the tag that follows the ciphertext.</summary>
    public const int TagLength = 16;

    private const int NonceLength = 12;

    private readonly Engine _engine = new();
    private readonly bool _sealing;
    private readonly byte[] _nonce = new byte[NonceLength];
    private KeyParameter? _freshKey;

    /// <param name="key">32 bytes, copied; the caller clears its own copy.</param>
    /// <param name="sealing">True to encrypt, false to decrypt: an instance never does both.</param>
    public ChaCha20Poly1305(ReadOnlySpan<byte> key, bool sealing)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        _sealing = sealing;
        _freshKey = new KeyParameter(key);
    }

    /// <summary>Encrypts <c>record[..^16]</c> in place and writes the tag into the last 16 bytes.</summary>
    /// <param name="counter">Never the same twice under one key: the caller counts.</param>
    /// <param name="associatedData">Authenticated, not encrypted; may be empty.</param>
    /// <param name="record">At least 16 bytes: plaintext, then room for the tag.</param>
    public void Seal(ulong counter, ReadOnlySpan<byte> associatedData, Span<byte> record)
    {
        if (!_sealing)
            throw new InvalidOperationException("This instance opens records.");
        Begin(counter, associatedData);
        int written = _engine.ProcessBytes(record[..^TagLength], record);
        _engine.DoFinal(record[written..]);
    }

    /// <summary>Authenticates and decrypts in place: <c>record[..^16]</c> is the plaintext. False for a record that is too short,
    /// altered, or sealed under another key, counter or associated data; then the record is cleared.</summary>
    public bool TryOpen(ulong counter, ReadOnlySpan<byte> associatedData, Span<byte> record)
    {
        if (_sealing)
            throw new InvalidOperationException("This instance seals records.");
        if (record.Length < TagLength)
            return false;
        Begin(counter, associatedData);
        try
        {
            int written = _engine.ProcessBytes(record, record);
            _engine.DoFinal(record[written..]);
            return true;
        }
        catch (InvalidCipherTextException)
        {
            Secret.Clear(record); // unauthenticated plaintext must not be seen
            return false;
        }
    }

    /// <summary>Overwrites the engine's key. The library's transient copies are left to the collector.</summary>
    public void Dispose()
    {
        _freshKey = null;
        _engine.Init(forEncryption: false, new ParametersWithIV(new KeyParameter(stackalloc byte[KeyLength]), stackalloc byte[NonceLength]));
    }

    private void Begin(ulong counter, ReadOnlySpan<byte> associatedData)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_nonce.AsSpan(4), counter);
        _engine.Init(_sealing, new ParametersWithIV(_freshKey, _nonce)); // a null key keeps the engine's
        _freshKey = null;
        if (!associatedData.IsEmpty)
            _engine.ProcessAadBytes(associatedData);
    }
}
