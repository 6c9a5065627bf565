using System.Buffers.Binary;

namespace DSoftBus.Softbus.Frames;

/// <summary>
/// The two forms of channel 16, little-endian (decisions.md Sessions, services.md section 1): request
/// <c>svc u8, len u16, bytes</c>, reply <c>status u8, len u16, bytes</c>. Exact: nothing follows the bytes.
/// </summary>
public static class ByteFrame
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 3;

    /// <summary>Most payload bytes of a request; a longer one is answered TooLarge.</summary>
    public const int MaximumRequestPayload = 256;

    /// <summary>Most payload bytes of a reply.</summary>
    public const int MaximumReplyPayload = 512;

    /// <summary>Writes a request or a reply.</summary>
    /// <param name="first">Service of a request, status of a reply.</param>
    /// <param name="payload">At most 65535 bytes.</param>
    /// <param name="destination">At least 3 bytes more than the payload.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(byte first, ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        destination[0] = first;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[1..], checked((ushort)payload.Length));
        payload.CopyTo(destination[HeaderLength..]);
        return HeaderLength + payload.Length;
    }

    /// <summary>Reads a request, with its bound.</summary>
    public static ByteFrameError TryReadRequest(ReadOnlySpan<byte> frame, out ByteFrameService service, out ReadOnlySpan<byte> payload)
    {
        var error = TryRead(frame, MaximumRequestPayload, out byte first, out payload);
        service = (ByteFrameService)first;
        return error;
    }

    /// <summary>Reads a reply, with its bound.</summary>
    public static ByteFrameError TryReadReply(ReadOnlySpan<byte> frame, out ByteFrameStatus status, out ReadOnlySpan<byte> payload)
    {
        var error = TryRead(frame, MaximumReplyPayload, out byte first, out payload);
        status = (ByteFrameStatus)first;
        return error;
    }

    private static ByteFrameError TryRead(ReadOnlySpan<byte> frame, int maximum, out byte first, out ReadOnlySpan<byte> payload)
    {
        first = 0;
        payload = default;
        if (frame.Length < HeaderLength)
            return ByteFrameError.Malformed;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(frame[1..]);
        first = frame[0];
        if (length > maximum)
            return ByteFrameError.Oversized;
        if (frame.Length != HeaderLength + length)
            return ByteFrameError.Malformed;
        payload = frame[HeaderLength..];
        return ByteFrameError.None;
    }
}

/// <summary>Why a channel 16 frame was refused.</summary>
public enum ByteFrameError : byte
{
    None = 0,

    /// <summary>Shorter than its header, or not the length that it says.</summary>
    Malformed = 1,

    /// <summary>A length above 256 (request) or 512 (reply).</summary>
    Oversized = 2,
}

/// <summary>The service byte of a request (services.md section 1). Wire values: append only.</summary>
public enum ByteFrameService : byte
{
    Samgr = 1,
    Bundlemgr = 2,
    Packagefs = 3,
    Statefs = 4,
}

/// <summary>The status byte of a reply. Wire values: append only.</summary>
public enum ByteFrameStatus : byte
{
    Ok = 0,

    /// <summary>Failed or denied.</summary>
    Failed = 1,
}
