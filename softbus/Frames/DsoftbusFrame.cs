using System.Buffers.Binary;

namespace DSoftBus.Softbus.Frames;

/// <summary>Operation byte of a <c>DS</c> frame (services.md section 2). 3 to 7 are reserved for file systems. Wire values: append only.</summary>
public enum DsoftbusOpcode : byte
{
    RemoteResolve = 1,
    RemoteBundleList = 2,
    LogProbe = 0x7f,

    /// <summary>Ours: waits for a <see cref="DsoftbusEvent"/>; body <c>event u8, timeout_ms u16</c>, answered Ok when it came, Failed at the timeout.</summary>
    Await = 0x40,

    /// <summary>Ours: ends every session orderly and says goodbye to the group; no body, answered when it is done.</summary>
    Shutdown = 0x41,
}

/// <summary>Status byte of a <c>DS</c> reply. Wire values: append only.</summary>
public enum DsoftbusStatus : byte
{
    Ok = 0,
    Failed = 1,

    /// <summary>Ours: the peer answered, and what was asked for is not there. A client that knows only 0 and 1 reads it as a failure.</summary>
    NotFound = 2,
}

/// <summary>The daemon's local requests, <c>'D' 'S' 01 op ...</c>, integers little-endian (services.md section 2).</summary>
public static class DsoftbusFrame
{
    /// <summary>Bytes before the body of a request.</summary>
    public const int HeaderLength = 4;

    /// <summary>Bytes of a reply without a body: header and status.</summary>
    public const int ReplyLength = 5;

    /// <summary>Bytes of the reply to RemoteBundleList.</summary>
    public const int BundleListReplyLength = 7;

    /// <summary>Most bytes of a name that clients send.</summary>
    public const int MaximumName = 48;

    /// <summary>Bytes of an Await request.</summary>
    public const int AwaitRequestLength = HeaderLength + 3;

    private const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "DS"u8;

    /// <summary>Reads a request. False: answer with <see cref="WriteReply"/>, Failed and <paramref name="opcode"/> (0 for a bad header).</summary>
    /// <param name="name">Of RemoteResolve, 1 to 255 bytes in the frame.</param>
    public static bool TryRead(ReadOnlySpan<byte> frame, out DsoftbusOpcode opcode, out ReadOnlySpan<byte> name)
    {
        name = default;
        opcode = 0;
        if (frame.Length < HeaderLength || !frame.StartsWith(Magic) || frame[2] != Version)
            return false;
        opcode = (DsoftbusOpcode)frame[3];
        switch (opcode)
        {
            case DsoftbusOpcode.RemoteBundleList or DsoftbusOpcode.LogProbe: // extra bytes are ignored
                return true;
            case DsoftbusOpcode.Shutdown:
                return frame.Length == HeaderLength;
            case DsoftbusOpcode.Await:
                return TryReadAwait(frame, out _, out _);
            case DsoftbusOpcode.RemoteResolve:
                var body = frame[HeaderLength..];
                if (body.IsEmpty || body[0] == 0 || body.Length != 1 + body[0])
                    return false;
                name = body[1..];
                return true;
            default:
                return false;
        }
    }

    /// <param name="name">Of RemoteResolve, 1 to 48 bytes; else empty.</param>
    /// <param name="destination">At least 5 bytes more than the name.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteRequest(DsoftbusOpcode opcode, ReadOnlySpan<byte> name, Span<byte> destination)
    {
        int length = WriteHeader((byte)opcode, destination);
        if (opcode != DsoftbusOpcode.RemoteResolve)
            return length;
        destination[length++] = checked((byte)name.Length);
        name.CopyTo(destination[length..]);
        return length + name.Length;
    }

    /// <summary>The body of an Await request; false for any other frame.</summary>
    public static bool TryReadAwait(ReadOnlySpan<byte> frame, out DsoftbusEvent awaited, out ushort timeoutMilliseconds)
    {
        awaited = default;
        timeoutMilliseconds = 0;
        if (frame.Length != AwaitRequestLength)
            return false;
        awaited = (DsoftbusEvent)frame[HeaderLength];
        timeoutMilliseconds = BinaryPrimitives.ReadUInt16LittleEndian(frame[(HeaderLength + 1)..]);
        return awaited is DsoftbusEvent.SessionUp or DsoftbusEvent.ServedOrClosed or DsoftbusEvent.SessionsOver;
    }

    /// <param name="destination">At least <see cref="AwaitRequestLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteAwait(DsoftbusEvent awaited, ushort timeoutMilliseconds, Span<byte> destination)
    {
        int length = WriteHeader((byte)DsoftbusOpcode.Await, destination);
        destination[length] = (byte)awaited;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[(length + 1)..], timeoutMilliseconds);
        return AwaitRequestLength;
    }

    /// <summary>Writes a reply without a body: RemoteResolve, LogProbe, and every refusal of a malformed frame.</summary>
    public static int WriteReply(DsoftbusOpcode opcode, DsoftbusStatus status, Span<byte> destination)
    {
        int length = WriteHeader((byte)((byte)opcode | 0x80), destination);
        destination[length] = (byte)status;
        return ReplyLength;
    }

    /// <summary>Writes the reply to RemoteBundleList; the count is there also on failure, as 0.</summary>
    public static int WriteBundleListReply(DsoftbusStatus status, ushort count, Span<byte> destination)
    {
        int length = WriteReply(DsoftbusOpcode.RemoteBundleList, status, destination);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[length..], status == DsoftbusStatus.Ok ? count : (ushort)0);
        return BundleListReplyLength;
    }

    /// <summary>Reads a reply to <paramref name="expected"/>; false for anything else.</summary>
    /// <param name="count">Of RemoteBundleList, else 0.</param>
    public static bool TryReadReply(ReadOnlySpan<byte> frame, DsoftbusOpcode expected, out DsoftbusStatus status, out ushort count)
    {
        status = DsoftbusStatus.Failed;
        count = 0;
        if (frame.Length < ReplyLength || !frame.StartsWith(Magic) || frame[2] != Version || frame[3] != ((byte)expected | 0x80))
            return false;
        status = (DsoftbusStatus)frame[4];
        if (expected != DsoftbusOpcode.RemoteBundleList)
            return true;
        if (frame.Length < BundleListReplyLength)
            return false;
        count = BinaryPrimitives.ReadUInt16LittleEndian(frame[5..]);
        return true;
    }

    private static int WriteHeader(byte opcode, Span<byte> destination)
    {
        Magic.CopyTo(destination);
        destination[2] = Version;
        destination[3] = opcode;
        return HeaderLength;
    }
}
