using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Noise;

/// <summary>
/// One direction of a session after the handshake: ChaCha20-Poly1305 with empty associated data and an implicit counter from 0.
/// The counter moves only on success and stops at 2^64-1: the session must end then (fail closed; there is no rekey).
/// </summary>
public sealed class TransportCipher : IDisposable
{
    /// <summary>Most bytes of a record, its tag included (Noise revision 34 section 3).</summary>
    public const int MaximumRecordLength = 65535;

    private readonly ChaCha20Poly1305 _cipher;

    /// <param name="key">32 bytes, copied; the caller clears its own copy.</param>
    /// <param name="sealing">True for the sending direction.</param>
    /// <param name="counter">Of the next record; 0 but in tests.</param>
    public TransportCipher(ReadOnlySpan<byte> key, bool sealing, ulong counter = 0)
    {
        _cipher = new ChaCha20Poly1305(key, sealing);
        Counter = counter;
    }

    /// <summary>The counter of the next record: how many were sealed or opened.</summary>
    public ulong Counter { get; private set; }

    /// <summary>Seals in place: plaintext, then 16 bytes of room for the tag.</summary>
    /// <param name="record">16 to 65535 bytes.</param>
    public NoiseError Seal(Span<byte> record)
    {
        var error = Check(record.Length);
        if (error != NoiseError.None)
            return error;
        _cipher.Seal(Counter++, [], record);
        return NoiseError.None;
    }

    /// <summary>Opens in place: afterwards <c>record[..^16]</c> is the plaintext. Any error ends the session.</summary>
    public NoiseError Open(Span<byte> record)
    {
        var error = Check(record.Length);
        if (error != NoiseError.None)
            return error;
        if (!_cipher.TryOpen(Counter, [], record))
            return NoiseError.Decrypt;
        Counter++;
        return NoiseError.None;
    }

    public void Dispose() => _cipher.Dispose();

    private NoiseError Check(int length)
    {
        if (length > MaximumRecordLength)
            return NoiseError.TooLong;
        if (length < ChaCha20Poly1305.TagLength)
            return NoiseError.BadLength;
        return Counter == ulong.MaxValue ? NoiseError.CounterExhausted : NoiseError.None;
    }
}
