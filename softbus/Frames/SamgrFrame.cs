using System.Buffers.Binary;

namespace DSoftBus.Softbus.Frames;

/// <summary>Operation byte of an <c>SM</c> frame (services.md section 3). Wire values: append only.</summary>
public enum SamgrOpcode : byte
{
    Register = 1,
    Lookup = 2,
    PingCapMove = 3,
    SenderPid = 4,
    SenderServiceId = 5,
    ResolveStatus = 6,
    LogProbe = 0x7f,
}

/// <summary>Status byte of an <c>SM</c> reply. Wire values: append only.</summary>
public enum SamgrStatus : byte
{
    Ok = 0,
    NotFound = 1,
    Malformed = 2,
    Unsupported = 3,
}

/// <summary>A parsed <c>SM</c> request. Its name lies in the frame.</summary>
public readonly ref struct SamgrRequest
{
    /// <summary>The operation, or the one that an error reply must name.</summary>
    public SamgrOpcode Opcode { get; init; }

    /// <summary>UTF-8 or any bytes; of Register, Lookup and ResolveStatus.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Of Register.</summary>
    public uint SendSlot { get; init; }

    /// <summary>Of Register.</summary>
    public uint ReceiveSlot { get; init; }
}

/// <summary>The samgr's byte frames, <c>'S' 'M' 01 op ...</c>, integers little-endian (services.md section 3).</summary>
public static class SamgrFrame
{
    /// <summary>Bytes before the body of a request.</summary>
    public const int HeaderLength = 4;

    /// <summary>Bytes of the replies to Register, Lookup and ResolveStatus, and of every error reply.</summary>
    public const int ReplyLength = 13;

    /// <summary>Most bytes of a name in ResolveStatus.</summary>
    public const int MaximumResolveName = 48;

    private const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "SM"u8;

    /// <summary>
    /// Reads a request. Anything but Ok is answered by <see cref="WriteReply"/> with the opcode of <paramref name="request"/>
    /// and that status.
    /// </summary>
    /// <param name="moved">Whether a reply capability came with it: SenderPid and SenderServiceId exist only then.</param>
    public static SamgrStatus TryRead(ReadOnlySpan<byte> frame, bool moved, out SamgrRequest request)
    {
        request = new SamgrRequest { Opcode = SamgrOpcode.Lookup }; // what an unreadable header is answered with
        bool hasHeader = frame.Length >= HeaderLength && frame.StartsWith(Magic);
        if (hasHeader && frame[2] == Version)
        {
            var early = (SamgrOpcode)frame[3];
            if (early is SamgrOpcode.PingCapMove or SamgrOpcode.LogProbe
                || (moved && early is SamgrOpcode.SenderPid or SamgrOpcode.SenderServiceId))
            {
                request = new SamgrRequest { Opcode = early };
                return SamgrStatus.Ok;
            }
        }

        if (!hasHeader || frame.Length < 5)
            return SamgrStatus.Malformed;
        var opcode = (SamgrOpcode)frame[3];
        request = new SamgrRequest { Opcode = opcode };
        if (frame[2] != Version)
            return SamgrStatus.Unsupported;
        return opcode switch
        {
            SamgrOpcode.Register => TryReadRegister(frame, ref request),
            SamgrOpcode.Lookup => TryReadName(frame, byte.MaxValue, ref request),
            SamgrOpcode.ResolveStatus => TryReadName(frame, MaximumResolveName, ref request),
            _ => SamgrStatus.Unsupported,
        };
    }

    /// <summary>Writes a request; its name has 1 to 255 bytes for Register and Lookup, 1 to 48 for ResolveStatus.</summary>
    /// <param name="destination">At least 13 bytes more than the name.</param>
    public static int WriteRequest(in SamgrRequest request, Span<byte> destination)
    {
        int length = WriteHeader((byte)request.Opcode, destination);
        if (request.Opcode is not (SamgrOpcode.Register or SamgrOpcode.Lookup or SamgrOpcode.ResolveStatus))
            return length;
        destination[length++] = checked((byte)request.Name.Length);
        if (request.Opcode == SamgrOpcode.Register)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[length..], request.SendSlot);
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(length + 4)..], request.ReceiveSlot);
            length += 8;
        }

        request.Name.CopyTo(destination[length..]);
        return length + request.Name.Length;
    }

    /// <summary>Writes the 13-byte reply: header, status, two slots (0 where they mean nothing).</summary>
    public static int WriteReply(SamgrOpcode opcode, SamgrStatus status, Span<byte> destination, uint sendSlot = 0, uint receiveSlot = 0)
    {
        int length = WriteReplyHeader(opcode, status, destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[length..], sendSlot);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[(length + 4)..], receiveSlot);
        return ReplyLength;
    }

    /// <summary>Writes the answer to PingCapMove: <c>PONG</c>, without a header.</summary>
    public static int WritePong(Span<byte> destination)
    {
        "PONG"u8.CopyTo(destination);
        return 4;
    }

    /// <summary>Writes the answer to SenderPid, 9 bytes.</summary>
    public static int WriteSenderPid(uint pid, Span<byte> destination)
    {
        int length = WriteReplyHeader(SamgrOpcode.SenderPid, SamgrStatus.Ok, destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[length..], pid);
        return length + 4;
    }

    /// <summary>Writes the answer to SenderServiceId, 13 bytes.</summary>
    public static int WriteSenderServiceId(ulong serviceId, Span<byte> destination)
    {
        int length = WriteReplyHeader(SamgrOpcode.SenderServiceId, SamgrStatus.Ok, destination);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[length..], serviceId);
        return length + 8;
    }

    /// <summary>Writes the answer to LogProbe, 5 bytes.</summary>
    public static int WriteLogProbe(Span<byte> destination) => WriteReplyHeader(SamgrOpcode.LogProbe, SamgrStatus.Ok, destination);

    /// <summary>Reads a 13-byte reply to <paramref name="expected"/>; false for anything else.</summary>
    public static bool TryReadReply(ReadOnlySpan<byte> frame, SamgrOpcode expected, out SamgrStatus status, out uint sendSlot, out uint receiveSlot)
    {
        bool isReply = frame.Length >= ReplyLength && frame.StartsWith(Magic) && frame[2] == Version && frame[3] == ((byte)expected | 0x80);
        status = isReply ? (SamgrStatus)frame[4] : SamgrStatus.Malformed;
        sendSlot = isReply ? BinaryPrimitives.ReadUInt32LittleEndian(frame[5..]) : 0;
        receiveSlot = isReply ? BinaryPrimitives.ReadUInt32LittleEndian(frame[9..]) : 0;
        return isReply;
    }

    private static SamgrStatus TryReadRegister(ReadOnlySpan<byte> frame, ref SamgrRequest request)
    {
        int length = frame[4];
        if (length == 0 || frame.Length != 13 + length)
            return SamgrStatus.Malformed;
        request = new SamgrRequest
        {
            Opcode = SamgrOpcode.Register,
            SendSlot = BinaryPrimitives.ReadUInt32LittleEndian(frame[5..]),
            ReceiveSlot = BinaryPrimitives.ReadUInt32LittleEndian(frame[9..]),
            Name = frame[13..],
        };
        return SamgrStatus.Ok;
    }

    private static SamgrStatus TryReadName(ReadOnlySpan<byte> frame, int maximum, ref SamgrRequest request)
    {
        int length = frame[4];
        if (length == 0 || length > maximum || frame.Length != 5 + length)
            return SamgrStatus.Malformed;
        request = new SamgrRequest { Opcode = request.Opcode, Name = frame[5..] };
        return SamgrStatus.Ok;
    }

    private static int WriteReplyHeader(SamgrOpcode opcode, SamgrStatus status, Span<byte> destination)
    {
        int length = WriteHeader((byte)((byte)opcode | 0x80), destination);
        destination[length] = (byte)status;
        return length + 1;
    }

    private static int WriteHeader(byte opcode, Span<byte> destination)
    {
        Magic.CopyTo(destination);
        destination[2] = Version;
        destination[3] = opcode;
        return HeaderLength;
    }
}
