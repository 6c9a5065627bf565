using System.Buffers.Binary;

namespace DSoftBus.Softbus.Noise.ProfileO;

/// <summary>
/// The fixed-size plaintexts of the compatibility profile (session-frames.md section 3.1): one byte (service or status), length
/// u16 little-endian, then a field of 256 (request) or 512 bytes (response), zero behind the payload.
/// </summary>
public static class ProfileORecord
{
    /// <summary>Bytes of a request's plaintext; its record has 275.</summary>
    public const int RequestLength = 3 + 256;

    /// <summary>Bytes of a response's plaintext; its record has 531.</summary>
    public const int ResponseLength = 3 + 512;

    /// <param name="destination">Exactly <see cref="RequestLength"/> or <see cref="ResponseLength"/> bytes; the payload must fit.</param>
    public static void Write(byte first, ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        destination[0] = first;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[1..], checked((ushort)payload.Length));
        payload.CopyTo(destination[3..]);
        destination[(3 + payload.Length)..].Clear();
    }

    /// <summary>Reads a plaintext of exactly <paramref name="expectedLength"/> bytes.</summary>
    public static ProfileORecordError TryRead(ReadOnlySpan<byte> plaintext, int expectedLength, out byte first, out ReadOnlySpan<byte> payload)
    {
        first = 0;
        payload = default;
        if (plaintext.Length != expectedLength)
            return ProfileORecordError.Malformed;
        first = plaintext[0];
        int length = BinaryPrimitives.ReadUInt16LittleEndian(plaintext[1..]);
        if (length > expectedLength - 3)
            return ProfileORecordError.Oversized;
        payload = plaintext.Slice(3, length);
        return ProfileORecordError.None;
    }
}

/// <summary>Why a fixed-size plaintext was refused.</summary>
public enum ProfileORecordError : byte
{
    None = 0,

    /// <summary>Another size.</summary>
    Malformed = 1,

    /// <summary>A length above its field.</summary>
    Oversized = 2,
}
