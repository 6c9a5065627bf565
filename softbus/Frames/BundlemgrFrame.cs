using System.Buffers.Binary;

namespace DSoftBus.Softbus.Frames;

/// <summary>Operation byte of a <c>BN</c> frame (services.md section 4). Wire values: append only.</summary>
public enum BundlemgrOpcode : byte
{
    List = 1,
    RouteStatus = 2,
    FetchImage = 3,
    SetActiveSlot = 4,
    LogProbe = 0x7f,
}

/// <summary>Status byte of a <c>BN</c> reply. Wire values: append only.</summary>
public enum BundlemgrStatus : byte
{
    Ok = 0,
    Malformed = 1,
    Unsupported = 2,
}

/// <summary>A parsed <c>BN</c> request. Its name lies in the frame.</summary>
public readonly ref struct BundlemgrRequest
{
    /// <summary>The operation, or the one that an error reply must name.</summary>
    public BundlemgrOpcode Opcode { get; init; }

    /// <summary>Of RouteStatus, 1 to 48 bytes.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Of SetActiveSlot: 1 = a, 2 = b.</summary>
    public byte Slot { get; init; }
}

/// <summary>The bundlemgr's byte frames, <c>'B' 'N' 01 op ...</c>, integers little-endian (services.md section 4).</summary>
public static class BundlemgrFrame
{
    /// <summary>Bytes before the body of a request.</summary>
    public const int HeaderLength = 4;

    /// <summary>Bytes of every reply but that to FetchImage: header, status, three bytes.</summary>
    public const int ReplyLength = 8;

    /// <summary>Bytes before the image in the reply to FetchImage.</summary>
    public const int ImageReplyOverhead = 9;

    /// <summary>Most bytes of a name in RouteStatus.</summary>
    public const int MaximumName = 48;

    private const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "BN"u8;

    /// <summary>
    /// Reads a request. Anything but Ok is answered by <see cref="WriteReply"/> with the opcode of <paramref name="request"/>
    /// and that status.
    /// </summary>
    public static BundlemgrStatus TryRead(ReadOnlySpan<byte> frame, out BundlemgrRequest request)
    {
        request = new BundlemgrRequest { Opcode = BundlemgrOpcode.List }; // what an unreadable header is answered with
        if (frame.Length < HeaderLength || !frame.StartsWith(Magic))
            return BundlemgrStatus.Malformed;
        var opcode = (BundlemgrOpcode)frame[3];
        request = new BundlemgrRequest { Opcode = opcode };
        if (frame[2] != Version)
            return BundlemgrStatus.Unsupported;
        var body = frame[HeaderLength..];
        switch (opcode)
        {
            case BundlemgrOpcode.List:
                return body.IsEmpty ? BundlemgrStatus.Ok : BundlemgrStatus.Malformed;
            case BundlemgrOpcode.FetchImage or BundlemgrOpcode.LogProbe: // extra bytes are ignored
                return BundlemgrStatus.Ok;
            case BundlemgrOpcode.RouteStatus:
                if (body.IsEmpty || body[0] is 0 or > MaximumName || body.Length != 1 + body[0])
                    return BundlemgrStatus.Malformed;
                request = new BundlemgrRequest { Opcode = opcode, Name = body[1..] };
                return BundlemgrStatus.Ok;
            case BundlemgrOpcode.SetActiveSlot:
                if (body.Length != 1 || body[0] is not (1 or 2))
                    return BundlemgrStatus.Malformed;
                request = new BundlemgrRequest { Opcode = opcode, Slot = body[0] };
                return BundlemgrStatus.Ok;
            default:
                return BundlemgrStatus.Unsupported;
        }
    }

    /// <param name="destination">At least 5 bytes more than the name.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteRequest(in BundlemgrRequest request, Span<byte> destination)
    {
        int length = WriteHeader((byte)request.Opcode, destination);
        switch (request.Opcode)
        {
            case BundlemgrOpcode.RouteStatus:
                destination[length++] = checked((byte)request.Name.Length);
                request.Name.CopyTo(destination[length..]);
                return length + request.Name.Length;
            case BundlemgrOpcode.SetActiveSlot:
                destination[length] = request.Slot;
                return length + 1;
            default:
                return length;
        }
    }

    /// <summary>Writes an 8-byte reply.</summary>
    /// <param name="value">Count of List (u16), route status of RouteStatus, slot of SetActiveSlot; 0 in an error reply.</param>
    public static int WriteReply(BundlemgrOpcode opcode, BundlemgrStatus status, ushort value, Span<byte> destination)
    {
        int length = WriteHeader((byte)((byte)opcode | 0x80), destination);
        destination[length++] = (byte)status;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[length..], value);
        destination[length + 2] = 0;
        return ReplyLength;
    }

    /// <summary>Writes the reply to FetchImage: header, status, length u32, image.</summary>
    /// <param name="destination">At least <see cref="ImageReplyOverhead"/> bytes more than the image.</param>
    public static int WriteImageReply(ReadOnlySpan<byte> image, Span<byte> destination)
    {
        int length = WriteHeader((byte)BundlemgrOpcode.FetchImage | 0x80, destination);
        destination[length++] = (byte)BundlemgrStatus.Ok;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[length..], (uint)image.Length);
        image.CopyTo(destination[ImageReplyOverhead..]);
        return ImageReplyOverhead + image.Length;
    }

    /// <summary>Reads an 8-byte reply to <paramref name="expected"/>; false for anything else.</summary>
    public static bool TryReadReply(ReadOnlySpan<byte> frame, BundlemgrOpcode expected, out BundlemgrStatus status, out ushort value)
    {
        bool isReply = frame.Length >= ReplyLength && frame.StartsWith(Magic) && frame[2] == Version && frame[3] == ((byte)expected | 0x80);
        status = isReply ? (BundlemgrStatus)frame[4] : BundlemgrStatus.Malformed;
        value = isReply ? BinaryPrimitives.ReadUInt16LittleEndian(frame[5..]) : (ushort)0;
        return isReply;
    }

    private static int WriteHeader(byte opcode, Span<byte> destination)
    {
        Magic.CopyTo(destination);
        destination[2] = Version;
        destination[3] = opcode;
        return HeaderLength;
    }
}
