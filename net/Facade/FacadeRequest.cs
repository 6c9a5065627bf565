using System.Buffers.Binary;
using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Facade;

/// <summary>A request frame (netstackd-ipc.md sections 1 to 3, decisions.md "Facade additions"); which members count is the operation's matter.</summary>
/// <remarks>
/// <code>
/// 'N' 'S' 01 op | body | nonce u64, if the length says so        all integers little-endian, addresses as on the wire
/// </code>
/// Reading never throws and accepts exactly the listed lengths, each with or without the eight bytes of a nonce.
/// </remarks>
public readonly ref struct FacadeRequest
{
    private const byte Magic0 = (byte)'N', Magic1 = (byte)'S', Version = 1;

    public FacadeOperation Operation { get; init; }

    /// <summary>LISTEN v2, CONNECT, UDP_BIND v2, UDP_SEND_TO, ICMP_PING; the group of UDP_JOIN.</summary>
    public Ipv4Address Address { get; init; }

    /// <summary>LISTEN and UDP_BIND: whether <see cref="Address"/> was given (v2).</summary>
    public bool HasAddress { get; init; }

    public ushort Port { get; init; }

    /// <summary>UDP_BIND: whether flags were given (v3); then <see cref="HasAddress"/> too.</summary>
    public bool HasFlags { get; init; }

    /// <summary>UDP_BIND v3.</summary>
    public UdpBindFlags Flags { get; init; }

    /// <summary>Listener, stream or UDP socket.</summary>
    public uint Handle { get; init; }

    /// <summary>READ, UDP_RECV_FROM: bytes wanted.</summary>
    public ushort Maximum { get; init; }

    /// <summary>ICMP_PING and WAIT, milliseconds.</summary>
    public ushort Timeout { get; init; }

    /// <summary>WAIT and CLOSE_ANY.</summary>
    public HandleKind Kind { get; init; }

    /// <summary>WAIT.</summary>
    public FacadeEvents Events { get; init; }

    /// <summary>STAT.</summary>
    public byte Group { get; init; }

    /// <summary>STREAM_SET and STREAM_GET.</summary>
    public StreamOption Option { get; init; }

    /// <summary>STREAM_SET: the new value. With a memory object: octets to send, or the most to receive.</summary>
    public uint Amount { get; init; }

    /// <summary>With a memory object: where in it.</summary>
    public uint Offset { get; init; }

    /// <summary>WRITE and UDP_SEND_TO: the bytes; DNS_A: the name in ASCII.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    public ulong? Nonce { get; init; }

    /// <summary>Bytes that <see cref="Emit"/> writes.</summary>
    public int Length => BaseLength + (Nonce is null ? 0 : FacadeLimits.Nonce);

    private int BaseLength => Operation switch
    {
        FacadeOperation.Listen or FacadeOperation.UdpBind => HasFlags ? 11 : HasAddress ? 10 : 6,
        FacadeOperation.Accept or FacadeOperation.Close or FacadeOperation.WaitWritable or FacadeOperation.Shutdown => 8,
        FacadeOperation.Connect or FacadeOperation.Read or FacadeOperation.UdpReceiveFrom or FacadeOperation.IcmpPing => 10,
        FacadeOperation.Write => 10 + Data.Length,
        FacadeOperation.UdpSendTo => 16 + Data.Length,
        FacadeOperation.LocalAddress => 4,
        FacadeOperation.Wait => 12,
        FacadeOperation.CloseAny => 9,
        FacadeOperation.UdpJoin => 12,
        FacadeOperation.Stat => 5,
        FacadeOperation.DnsA => 5 + Data.Length,
        FacadeOperation.StreamSet => 13,
        FacadeOperation.StreamGet => 9,
        FacadeOperation.StreamWriteObject or FacadeOperation.StreamReadObject or FacadeOperation.UdpReceiveObject => 16,
        FacadeOperation.ObjectChannel => 4,
        FacadeOperation.UdpSendObject => 22,
        _ => throw new InvalidOperationException($"There is no operation {Operation}."),
    };

    /// <summary>Reads a frame.</summary>
    /// <param name="bytes">A whole message; longer than 512 bytes it is cut, except UDP_SEND_TO.</param>
    /// <param name="request">On a bad field everything is set, the nonce to be echoed too; on other errors only the operation, as far as there is one.</param>
    public static FacadeError TryParse(ReadOnlySpan<byte> bytes, out FacadeRequest request)
    {
        request = default;
        if (bytes.Length < FacadeLimits.RequestHeader || bytes[0] != Magic0 || bytes[1] != Magic1 || bytes[2] != Version)
            return FacadeError.BadHeader;
        var operation = (FacadeOperation)bytes[3];
        request = new FacadeRequest { Operation = operation };
        if (operation is not ((>= FacadeOperation.Listen and <= FacadeOperation.StreamGet) or (>= FacadeOperation.StreamWriteObject and <= FacadeOperation.UdpReceiveObject)))
            return FacadeError.UnknownOperation;
        if (bytes.Length > FacadeLimits.Request && operation != FacadeOperation.UdpSendTo)
            bytes = bytes[..FacadeLimits.Request];
        if (!TryLength(operation, bytes, out int length))
            return FacadeError.BadLength;
        ulong? nonce = bytes.Length == length ? null : BinaryPrimitives.ReadUInt64LittleEndian(bytes[length..]);
        request = Read(operation, bytes[..length], nonce);
        return HasValidFields(request) ? FacadeError.None : FacadeError.BadField;
    }

    /// <summary>Writes the frame.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Emit(Span<byte> destination)
    {
        int length = BaseLength;
        var bytes = destination[..length];
        bytes[0] = Magic0;
        bytes[1] = Magic1;
        bytes[2] = Version;
        bytes[3] = (byte)Operation;
        EmitBody(bytes);
        if (Nonce is not { } nonce)
            return length;
        BinaryPrimitives.WriteUInt64LittleEndian(destination[length..], nonce);
        return length + FacadeLimits.Nonce;
    }

    private static bool HasValidFields(in FacadeRequest request) => request.Operation switch
    {
        FacadeOperation.Wait => request.Kind is >= HandleKind.Listener and <= HandleKind.Udp
            && request.Events != FacadeEvents.None && (request.Events & ~(FacadeEvents.Readable | FacadeEvents.Writable)) == 0,
        FacadeOperation.CloseAny => request.Kind is >= HandleKind.Listener and <= HandleKind.Udp,
        FacadeOperation.UdpBind => (request.Flags & ~UdpBindFlags.Share) == 0,
        FacadeOperation.StreamSet => IsInBounds(request.Option, request.Amount),
        FacadeOperation.StreamGet => request.Option is >= StreamOption.KeepAlive and <= StreamOption.UserTimeout,
        FacadeOperation.StreamWriteObject or FacadeOperation.StreamReadObject => request.Amount > 0,
        FacadeOperation.UdpSendObject => request.Amount <= FacadeLimits.Datagram,
        _ => true,
    };

    private static bool IsInBounds(StreamOption option, uint value) => option switch
    {
        StreamOption.KeepAlive or StreamOption.Nagle => value <= 1,
        StreamOption.KeepAliveIdle or StreamOption.KeepAliveInterval => value is >= FacadeLimits.ShortestOptionTime and <= FacadeLimits.LongestOptionTime,
        StreamOption.KeepAliveCount => value is >= 1 and <= byte.MaxValue,
        StreamOption.UserTimeout => value is 0 or (>= FacadeLimits.ShortestOptionTime and <= FacadeLimits.LongestOptionTime),
        _ => false,
    };

    // The length without nonce that these bytes have: the one form whose length, with or without eight bytes more, is there.
    private static bool TryLength(FacadeOperation operation, ReadOnlySpan<byte> bytes, out int length)
    {
        switch (operation)
        {
            case FacadeOperation.UdpBind when bytes.Length is 11 or 19:
                length = 11;
                break;
            case FacadeOperation.Listen or FacadeOperation.UdpBind:
                length = bytes.Length is 6 or 14 ? 6 : 10;
                break;
            case FacadeOperation.Write:
                length = bytes.Length < 10 ? 10 : 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
                break;
            case FacadeOperation.UdpSendTo:
                length = bytes.Length < 16 ? 16 : 16 + BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]);
                break;
            case FacadeOperation.DnsA:
                length = bytes.Length < 5 ? 5 : 5 + bytes[4];
                break;
            default:
                length = new FacadeRequest { Operation = operation }.BaseLength;
                break;
        }

        return bytes.Length == length || bytes.Length == length + FacadeLimits.Nonce;
    }

    private static FacadeRequest Read(FacadeOperation operation, ReadOnlySpan<byte> bytes, ulong? nonce)
    {
        var body = bytes[4..];
        return operation switch
        {
            FacadeOperation.Listen or FacadeOperation.UdpBind when body.Length == 2 => new() { Operation = operation, Nonce = nonce, Port = U16(body) },
            FacadeOperation.UdpBind when body.Length == 7 => new()
            {
                Operation = operation,
                Nonce = nonce,
                HasAddress = true,
                HasFlags = true,
                Address = Ipv4Address.Read(body),
                Port = U16(body[4..]),
                Flags = (UdpBindFlags)body[6],
            },
            FacadeOperation.Listen or FacadeOperation.UdpBind or FacadeOperation.Connect => new()
            {
                Operation = operation,
                Nonce = nonce,
                HasAddress = true,
                Address = Ipv4Address.Read(body),
                Port = U16(body[4..]),
            },
            FacadeOperation.Accept or FacadeOperation.Close or FacadeOperation.WaitWritable or FacadeOperation.Shutdown => new() { Operation = operation, Nonce = nonce, Handle = U32(body) },
            FacadeOperation.Read or FacadeOperation.UdpReceiveFrom => new() { Operation = operation, Nonce = nonce, Handle = U32(body), Maximum = U16(body[4..]) },
            FacadeOperation.Write => new() { Operation = operation, Nonce = nonce, Handle = U32(body), Data = body[6..] },
            FacadeOperation.UdpSendTo => new()
            {
                Operation = operation,
                Nonce = nonce,
                Handle = U32(body),
                Address = Ipv4Address.Read(body[4..]),
                Port = U16(body[8..]),
                Data = body[12..],
            },
            FacadeOperation.IcmpPing => new() { Operation = operation, Nonce = nonce, Address = Ipv4Address.Read(body), Timeout = U16(body[4..]) },
            FacadeOperation.Wait => new()
            {
                Operation = operation,
                Nonce = nonce,
                Kind = (HandleKind)body[0],
                Handle = U32(body[1..]),
                Events = (FacadeEvents)body[5],
                Timeout = U16(body[6..]),
            },
            FacadeOperation.CloseAny => new() { Operation = operation, Nonce = nonce, Kind = (HandleKind)body[0], Handle = U32(body[1..]) },
            FacadeOperation.UdpJoin => new() { Operation = operation, Nonce = nonce, Handle = U32(body), Address = Ipv4Address.Read(body[4..]) },
            FacadeOperation.Stat => new() { Operation = operation, Nonce = nonce, Group = body[0] },
            FacadeOperation.DnsA => new() { Operation = operation, Nonce = nonce, Data = body[1..] },
            FacadeOperation.StreamSet => new() { Operation = operation, Nonce = nonce, Handle = U32(body), Option = (StreamOption)body[4], Amount = U32(body[5..]) },
            FacadeOperation.StreamGet => new() { Operation = operation, Nonce = nonce, Handle = U32(body), Option = (StreamOption)body[4] },
            FacadeOperation.StreamWriteObject or FacadeOperation.StreamReadObject or FacadeOperation.UdpReceiveObject => new()
            {
                Operation = operation,
                Nonce = nonce,
                Handle = U32(body),
                Offset = U32(body[4..]),
                Amount = U32(body[8..]),
            },
            FacadeOperation.UdpSendObject => new()
            {
                Operation = operation,
                Nonce = nonce,
                Handle = U32(body),
                Address = Ipv4Address.Read(body[4..]),
                Port = U16(body[8..]),
                Offset = U32(body[10..]),
                Amount = U32(body[14..]),
            },
            _ => new() { Operation = operation, Nonce = nonce },
        };
    }

    private void EmitBody(Span<byte> bytes)
    {
        var body = bytes[4..];
        switch (Operation)
        {
            case FacadeOperation.Listen or FacadeOperation.UdpBind when !HasAddress:
                BinaryPrimitives.WriteUInt16LittleEndian(body, Port);
                break;
            case FacadeOperation.Listen or FacadeOperation.UdpBind or FacadeOperation.Connect:
                Address.Write(body);
                BinaryPrimitives.WriteUInt16LittleEndian(body[4..], Port);
                if (HasFlags)
                    body[6] = (byte)Flags;
                break;
            case FacadeOperation.Accept or FacadeOperation.Close or FacadeOperation.WaitWritable or FacadeOperation.Shutdown:
                BinaryPrimitives.WriteUInt32LittleEndian(body, Handle);
                break;
            case FacadeOperation.Read or FacadeOperation.UdpReceiveFrom:
                BinaryPrimitives.WriteUInt32LittleEndian(body, Handle);
                BinaryPrimitives.WriteUInt16LittleEndian(body[4..], Maximum);
                break;
            case FacadeOperation.Write:
                BinaryPrimitives.WriteUInt32LittleEndian(body, Handle);
                BinaryPrimitives.WriteUInt16LittleEndian(body[4..], checked((ushort)Data.Length));
                Data.CopyTo(body[6..]);
                break;
            case FacadeOperation.UdpSendTo:
                BinaryPrimitives.WriteUInt32LittleEndian(body, Handle);
                Address.Write(body[4..]);
                BinaryPrimitives.WriteUInt16LittleEndian(body[8..], Port);
                BinaryPrimitives.WriteUInt16LittleEndian(body[10..], checked((ushort)Data.Length));
                Data.CopyTo(body[12..]);
                break;
            case FacadeOperation.IcmpPing:
                Address.Write(body);
                BinaryPrimitives.WriteUInt16LittleEndian(body[4..], Timeout);
                break;
            case FacadeOperation.Wait:
                body[0] = (byte)Kind;
                BinaryPrimitives.WriteUInt32LittleEndian(body[1..], Handle);
                body[5] = (byte)Events;
                BinaryPrimitives.WriteUInt16LittleEndian(body[6..], Timeout);
                break;
            case FacadeOperation.CloseAny:
                body[0] = (byte)Kind;
                BinaryPrimitives.WriteUInt32LittleEndian(body[1..], Handle);
                break;
            case FacadeOperation.UdpJoin:
                BinaryPrimitives.WriteUInt32LittleEndian(body, Handle);
                Address.Write(body[4..]);
                break;
            case FacadeOperation.Stat:
                body[0] = Group;
                break;
            case FacadeOperation.DnsA:
                body[0] = checked((byte)Data.Length);
                Data.CopyTo(body[1..]);
                break;
            case FacadeOperation.StreamSet or FacadeOperation.StreamGet:
                BinaryPrimitives.WriteUInt32LittleEndian(body, Handle);
                body[4] = (byte)Option;
                if (Operation == FacadeOperation.StreamSet)
                    BinaryPrimitives.WriteUInt32LittleEndian(body[5..], Amount);
                break;
            case FacadeOperation.StreamWriteObject or FacadeOperation.StreamReadObject or FacadeOperation.UdpReceiveObject:
                BinaryPrimitives.WriteUInt32LittleEndian(body, Handle);
                BinaryPrimitives.WriteUInt32LittleEndian(body[4..], Offset);
                BinaryPrimitives.WriteUInt32LittleEndian(body[8..], Amount);
                break;
            case FacadeOperation.UdpSendObject:
                BinaryPrimitives.WriteUInt32LittleEndian(body, Handle);
                Address.Write(body[4..]);
                BinaryPrimitives.WriteUInt16LittleEndian(body[8..], Port);
                BinaryPrimitives.WriteUInt32LittleEndian(body[10..], Offset);
                BinaryPrimitives.WriteUInt32LittleEndian(body[14..], Amount);
                break;
            default:
                break;
        }
    }

    private static ushort U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
