using System.Buffers.Binary;
using System.Text;

namespace DSoftBus.Runtime.Init;

/// <summary>The RT frames of the control channel (spec/netstackd-ipc.md section 5), little-endian.</summary>
/// <remarks>
/// <code>
/// query  'R' 'T' 01 40  n u8  name[n]                        [nonce u32]     n is 1 to 48
/// reply  'R' 'T' 01 41  status u8  send slot u32  recv slot u32  [nonce u32]
/// </code>
/// </remarks>
public static class RouteCodec
{
    /// <summary>Bytes of the longest name.</summary>
    public const int MaximumName = 48;

    /// <summary>Bytes of the longest query.</summary>
    public const int MaximumQuery = QueryHeader + MaximumName + NonceLength;

    /// <summary>Bytes of the longest reply.</summary>
    public const int MaximumReply = ReplyLength + NonceLength;

    private const int QueryHeader = 5;
    private const int ReplyLength = 13;
    private const int NonceLength = 4;
    private const byte Version = 1;
    private const byte QueryOperation = 0x40;
    private const byte ReplyOperation = 0x41;

    /// <summary>Writes a query and returns its length.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than 48 bytes: a defect of the caller.</exception>
    public static int Emit(in RouteQuery query, Span<byte> destination)
    {
        var length = Encoding.UTF8.GetByteCount(query.Name);
        if (length is 0 or > MaximumName)
            throw new ArgumentException($"A route name has 1 to {MaximumName} bytes.", nameof(query));
        EmitHeader(destination, QueryOperation);
        destination[4] = (byte)length;
        Encoding.UTF8.GetBytes(query.Name, destination[QueryHeader..]);
        return EmitNonce(query.Nonce, destination, QueryHeader + length);
    }

    /// <summary>Writes a reply and returns its length.</summary>
    public static int Emit(in RouteReply reply, Span<byte> destination)
    {
        EmitHeader(destination, ReplyOperation);
        destination[4] = (byte)reply.Status;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[5..], reply.SendSlot);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[9..], reply.ReceiveSlot);
        return EmitNonce(reply.Nonce, destination, ReplyLength);
    }

    /// <summary>Reads a query of exactly its length, with or without nonce; false is answered with <see cref="RouteStatus.Malformed"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> frame, out RouteQuery query)
    {
        query = default;
        if (!HasHeader(frame, QueryOperation) || frame.Length < QueryHeader || frame[4] is 0 or > MaximumName)
            return false;
        var end = QueryHeader + frame[4];
        if (!TryParseNonce(frame, end, out var nonce))
            return false;
        query = new RouteQuery(Encoding.UTF8.GetString(frame[QueryHeader..end]), nonce);
        return true;
    }

    /// <summary>Reads a reply of exactly its length, with or without nonce, with a status of the wire.</summary>
    public static bool TryParse(ReadOnlySpan<byte> frame, out RouteReply reply)
    {
        reply = default;
        if (!HasHeader(frame, ReplyOperation) || !TryParseNonce(frame, ReplyLength, out var nonce) || frame[4] > (byte)RouteStatus.Denied)
            return false;
        reply = new RouteReply(
            (RouteStatus)frame[4],
            BinaryPrimitives.ReadUInt32LittleEndian(frame[5..]),
            BinaryPrimitives.ReadUInt32LittleEndian(frame[9..]),
            nonce);
        return true;
    }

    private static void EmitHeader(Span<byte> destination, byte operation)
    {
        destination[0] = (byte)'R';
        destination[1] = (byte)'T';
        destination[2] = Version;
        destination[3] = operation;
    }

    private static bool HasHeader(ReadOnlySpan<byte> frame, byte operation) =>
        frame.Length >= 4 && frame[0] == 'R' && frame[1] == 'T' && frame[2] == Version && frame[3] == operation;

    private static int EmitNonce(uint? nonce, Span<byte> destination, int end)
    {
        if (nonce is not { } value)
            return end;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[end..], value);
        return end + NonceLength;
    }

    private static bool TryParseNonce(ReadOnlySpan<byte> frame, int end, out uint? nonce)
    {
        nonce = null;
        if (frame.Length == end)
            return true;
        if (frame.Length != end + NonceLength)
            return false;
        nonce = BinaryPrimitives.ReadUInt32LittleEndian(frame[end..]);
        return true;
    }
}
