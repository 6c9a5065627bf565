using System.Buffers.Binary;

namespace DSoftBus.Softbus.Ipc;

/// <summary>
/// The <c>D S</c> frames between local callers and the session daemon (services.md section 2), little-endian:
/// request <c>D S 01 op ...</c>, reply <c>D S 01 op|80 status ...</c>.
/// </summary>
/// <remarks>
/// <code>
///   1 REMOTE_RESOLVE      n u8, name                 -
///   2 REMOTE_BUNDLE_LIST  -                          count u16
///  40 AWAIT (ours)        event u8, timeout_ms u16   -          status 0 when it holds, 1 at the timeout
///  41 SHUTDOWN (ours)     -                          -          answered when every session is over
///  7F LOG_PROBE           -                          -
/// </code>
/// </remarks>
public static class DaemonFrames
{
    public const int HeaderLength = 4;

    /// <summary>Bytes of a reply without a body, also of every failure but REMOTE_BUNDLE_LIST's.</summary>
    public const int ReplyLength = 5;

    /// <summary>Bytes of the reply to REMOTE_BUNDLE_LIST, also when it failed.</summary>
    public const int BundleListReplyLength = 7;

    /// <summary>Bytes of the longest reply.</summary>
    public const int MaxReplyLength = BundleListReplyLength;

    /// <summary>Bytes of the longest name a client asks for (services.md section 2).</summary>
    public const int MaxNameLength = 48;

    /// <summary>Bytes of the longest request.</summary>
    public const int MaxRequestLength = HeaderLength + 1 + byte.MaxValue;

    public const int AwaitRequestLength = HeaderLength + 3;

    public const byte Version = 1;

    /// <summary>Writes a request that is only a header, and returns its length.</summary>
    public static int WriteRequest(Span<byte> destination, DaemonOperation operation)
    {
        WriteHeader(destination, (byte)operation);
        return HeaderLength;
    }

    /// <summary>Writes REMOTE_RESOLVE and returns its length.</summary>
    /// <param name="name">1 to 48 bytes.</param>
    public static int WriteResolve(Span<byte> destination, ReadOnlySpan<byte> name)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxNameLength);
        WriteHeader(destination, (byte)DaemonOperation.RemoteResolve);
        destination[HeaderLength] = (byte)name.Length;
        name.CopyTo(destination[(HeaderLength + 1)..]);
        return HeaderLength + 1 + name.Length;
    }

    /// <summary>Writes AWAIT and returns its length.</summary>
    public static int WriteAwait(Span<byte> destination, DaemonEvent awaited, ushort timeoutMilliseconds)
    {
        WriteHeader(destination, (byte)DaemonOperation.Await);
        destination[HeaderLength] = (byte)awaited;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[(HeaderLength + 1)..], timeoutMilliseconds);
        return AwaitRequestLength;
    }

    /// <summary>Whether the bytes have the header of a version 1 frame.</summary>
    public static bool HasHeader(ReadOnlySpan<byte> bytes)
        => bytes.Length >= HeaderLength && bytes[0] == 'D' && bytes[1] == 'S' && bytes[2] == Version;

    /// <summary>The name of a well-formed REMOTE_RESOLVE body: exact length, at least one byte.</summary>
    public static bool TryReadName(ReadOnlySpan<byte> request, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (request.Length <= HeaderLength || request[HeaderLength] == 0 || request.Length != HeaderLength + 1 + request[HeaderLength])
            return false;
        name = request[(HeaderLength + 1)..];
        return true;
    }

    /// <summary>The body of a well-formed AWAIT.</summary>
    public static bool TryReadAwait(ReadOnlySpan<byte> request, out DaemonEvent awaited, out ushort timeoutMilliseconds)
    {
        awaited = default;
        timeoutMilliseconds = 0;
        if (request.Length != AwaitRequestLength)
            return false;
        awaited = (DaemonEvent)request[HeaderLength];
        timeoutMilliseconds = BinaryPrimitives.ReadUInt16LittleEndian(request[(HeaderLength + 1)..]);
        return awaited is DaemonEvent.SessionUp or DaemonEvent.ServedOrClosed or DaemonEvent.SessionsOver;
    }

    /// <summary>Writes a reply without a body and returns its length.</summary>
    /// <param name="operation">The op byte of the request; 0 when the header could not be read.</param>
    public static int WriteReply(Span<byte> destination, byte operation, DaemonStatus status)
    {
        WriteHeader(destination, (byte)(operation | 0x80));
        destination[HeaderLength] = (byte)status;
        return ReplyLength;
    }

    /// <summary>Writes the reply to REMOTE_BUNDLE_LIST and returns its length.</summary>
    public static int WriteBundleListReply(Span<byte> destination, DaemonStatus status, ushort count)
    {
        WriteReply(destination, (byte)DaemonOperation.RemoteBundleList, status);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[ReplyLength..], count);
        return BundleListReplyLength;
    }

    /// <summary>The status of a reply to <paramref name="operation"/>; Failed for anything else.</summary>
    public static DaemonStatus ReadReply(ReadOnlySpan<byte> reply, DaemonOperation operation)
        => HasHeader(reply) && reply.Length >= ReplyLength && reply[3] == ((byte)operation | 0x80) ? (DaemonStatus)reply[4] : DaemonStatus.Failed;

    /// <summary>The count of a successful reply to REMOTE_BUNDLE_LIST.</summary>
    public static bool TryReadBundleCount(ReadOnlySpan<byte> reply, out ushort count)
    {
        count = 0;
        if (reply.Length != BundleListReplyLength || ReadReply(reply, DaemonOperation.RemoteBundleList) is not DaemonStatus.Ok)
            return false;
        count = BinaryPrimitives.ReadUInt16LittleEndian(reply[ReplyLength..]);
        return true;
    }

    private static void WriteHeader(Span<byte> destination, byte operation)
    {
        destination[0] = (byte)'D';
        destination[1] = (byte)'S';
        destination[2] = Version;
        destination[3] = operation;
    }
}
