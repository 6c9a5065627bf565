using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Noise;

namespace DSoftBus.Softbus.Sessions;

/// <summary>
/// A record on the stream, sealed where it lies:
/// <code>
///  0        4                              n       n+16
///  | length | plaintext, then ciphertext   |  tag  |      length = n - 4 + 16, u32 big-endian
/// </code>
/// </summary>
public static class TransportRecord
{
    /// <summary>Where the plaintext starts in the buffer.</summary>
    public const int PlaintextOffset = OuterFrame.HeaderLength;

    /// <summary>Bytes around the plaintext: prefix and tag.</summary>
    public const int Overhead = OuterFrame.HeaderLength + ChaCha20Poly1305.TagLength;

    /// <summary>Most bytes of plaintext: Noise allows records of 65535 bytes.</summary>
    public const int MaximumPlaintextLength = TransportCipher.MaximumRecordLength - ChaCha20Poly1305.TagLength;

    /// <summary>Seals the plaintext that already lies at <see cref="PlaintextOffset"/> and writes prefix and tag around it.</summary>
    /// <param name="buffer">At least <paramref name="plaintextLength"/> + <see cref="Overhead"/> bytes.</param>
    /// <param name="length">Bytes to send, from the start of the buffer; 0 on error.</param>
    /// <returns>TooLong above <see cref="MaximumPlaintextLength"/>; CounterExhausted ends the session.</returns>
    public static NoiseError Seal(TransportCipher cipher, Span<byte> buffer, int plaintextLength, out int length)
    {
        length = 0;
        if (plaintextLength > MaximumPlaintextLength)
            return NoiseError.TooLong;
        var record = buffer.Slice(PlaintextOffset, plaintextLength + ChaCha20Poly1305.TagLength);
        var error = cipher.Seal(record);
        if (error != NoiseError.None)
            return error;
        OuterFrame.WriteHeader(buffer, record.Length);
        length = OuterFrame.HeaderLength + record.Length;
        return NoiseError.None;
    }

    /// <summary>Opens a record in place.</summary>
    /// <param name="record">One outer frame without its prefix.</param>
    /// <param name="plaintext">The plaintext inside <paramref name="record"/>; empty on error. Any error ends the session.</param>
    public static NoiseError Open(TransportCipher cipher, Span<byte> record, out Span<byte> plaintext)
    {
        plaintext = default;
        var error = cipher.Open(record);
        if (error == NoiseError.None)
            plaintext = record[..^ChaCha20Poly1305.TagLength];
        return error;
    }
}
