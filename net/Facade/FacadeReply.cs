using System.Buffers.Binary;
using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Facade;

/// <summary>A reply frame (netstackd-ipc.md sections 1 to 3); a body exists only with status Ok, and which members it has is the operation's matter.</summary>
/// <remarks>
/// <code>
/// 'N' 'S' 01 (op | 80) status | body | nonce u64, if the request had one
/// </code>
/// </remarks>
public readonly ref struct FacadeReply
{
    private const byte Magic0 = (byte)'N', Magic1 = (byte)'S', Version = 1, ReplyBit = 0x80;

    public FacadeOperation Operation { get; init; }

    public FacadeStatus Status { get; init; }

    /// <summary>The new handle of LISTEN, ACCEPT, CONNECT and UDP_BIND.</summary>
    public uint Handle { get; init; }

    /// <summary>WRITE and UDP_SEND_TO: bytes taken; ICMP_PING: milliseconds; WAIT: the ready events.</summary>
    public ushort Value { get; init; }

    /// <summary>STREAM_GET: the value; with a memory object: octets taken out of it or put into it.</summary>
    public uint Amount { get; init; }

    /// <summary>UDP_RECV_FROM and UDP_RECV_OBJECT: the sender; LOCAL_ADDR: ours.</summary>
    public Ipv4Address Address { get; init; }

    public ushort Port { get; init; }

    /// <summary>LOCAL_ADDR.</summary>
    public byte PrefixLength { get; init; }

    /// <summary>READ and UDP_RECV_FROM: the bytes; STAT: <c>{id u16, value u64}</c> each; DNS_A: addresses of four bytes.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    public ulong? Nonce { get; init; }

    /// <summary>What a request gets that cannot be read: no nonce, because its place is unknown (section 3). Operation 0 answers a bad header.</summary>
    public static FacadeReply Malformed(FacadeOperation operation) => new() { Operation = operation, Status = FacadeStatus.Malformed };

    /// <summary>
    /// Reads a reply that is believed to answer <paramref name="operation"/> with <paramref name="nonce"/>: the client's filter of section 3.
    /// False means drop it.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, FacadeOperation operation, ulong nonce, out FacadeReply reply)
    {
        reply = default;
        if (!TryNonce(bytes, out ulong found) || found != nonce || bytes[3] != ((byte)operation | ReplyBit))
            return false;
        return TryParse(bytes[..^FacadeLimits.Nonce], operation, out reply);
    }

    /// <summary>Reads a reply without nonce.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, FacadeOperation operation, out FacadeReply reply)
    {
        reply = default;
        if (bytes.Length < FacadeLimits.ReplyHeader || bytes[0] != Magic0 || bytes[1] != Magic1 || bytes[2] != Version || bytes[3] != ((byte)operation | ReplyBit))
            return false;
        var status = (FacadeStatus)bytes[4];
        var body = bytes[5..];
        if (status != FacadeStatus.Ok)
        {
            reply = new FacadeReply { Operation = operation, Status = status };
            return status <= FacadeStatus.InUse && body.IsEmpty;
        }

        return TryReadBody(operation, body, out reply);
    }

    /// <summary>The last eight bytes of a reply with a nonce: at least 13 bytes with a right header.</summary>
    public static bool TryNonce(ReadOnlySpan<byte> bytes, out ulong nonce)
    {
        nonce = 0;
        if (bytes.Length < FacadeLimits.ReplyHeader + FacadeLimits.Nonce || bytes[0] != Magic0 || bytes[1] != Magic1 || bytes[2] != Version)
            return false;
        nonce = BinaryPrimitives.ReadUInt64LittleEndian(bytes[^FacadeLimits.Nonce..]);
        return true;
    }

    /// <summary>Writes the frame.</summary>
    /// <param name="destination">At most <see cref="FacadeLimits.LargestReply"/> bytes are written.</param>
    /// <returns>Bytes written.</returns>
    public int Emit(Span<byte> destination)
    {
        destination[0] = Magic0;
        destination[1] = Magic1;
        destination[2] = Version;
        destination[3] = (byte)((byte)Operation | ReplyBit);
        destination[4] = (byte)Status;
        int length = 5 + (Status == FacadeStatus.Ok ? EmitBody(destination[5..]) : 0);
        if (Nonce is not { } nonce)
            return length;
        BinaryPrimitives.WriteUInt64LittleEndian(destination[length..], nonce);
        return length + FacadeLimits.Nonce;
    }

    private static bool TryReadBody(FacadeOperation operation, ReadOnlySpan<byte> body, out FacadeReply reply)
    {
        reply = default;
        int count = body.Length >= 2 ? BinaryPrimitives.ReadUInt16LittleEndian(body) : -1;
        switch (operation)
        {
            case FacadeOperation.Listen or FacadeOperation.Accept or FacadeOperation.Connect or FacadeOperation.UdpBind when body.Length == 4:
                reply = new FacadeReply { Operation = operation, Handle = BinaryPrimitives.ReadUInt32LittleEndian(body) };
                return true;
            case FacadeOperation.Write or FacadeOperation.UdpSendTo or FacadeOperation.IcmpPing when body.Length == 2:
                reply = new FacadeReply { Operation = operation, Value = (ushort)count };
                return true;
            case FacadeOperation.Read when count >= 0 && body.Length == 2 + count:
                reply = new FacadeReply { Operation = operation, Data = body[2..] };
                return true;
            case FacadeOperation.UdpReceiveFrom when count >= 0 && body.Length == 8 + count:
                reply = new FacadeReply
                {
                    Operation = operation,
                    Address = Ipv4Address.Read(body[2..]),
                    Port = BinaryPrimitives.ReadUInt16LittleEndian(body[6..]),
                    Data = body[8..],
                };
                return true;
            case FacadeOperation.LocalAddress when body.Length == 5:
                reply = new FacadeReply { Operation = operation, Address = Ipv4Address.Read(body), PrefixLength = body[4] };
                return true;
            case FacadeOperation.Close or FacadeOperation.WaitWritable or FacadeOperation.CloseAny or FacadeOperation.UdpJoin or FacadeOperation.Shutdown
                or FacadeOperation.StreamSet or FacadeOperation.ObjectChannel when body.IsEmpty:
                reply = new FacadeReply { Operation = operation };
                return true;
            case FacadeOperation.StreamGet or FacadeOperation.StreamWriteObject or FacadeOperation.StreamReadObject or FacadeOperation.UdpSendObject when body.Length == 4:
                reply = new FacadeReply { Operation = operation, Amount = BinaryPrimitives.ReadUInt32LittleEndian(body) };
                return true;
            case FacadeOperation.UdpReceiveObject when body.Length == 10:
                reply = new FacadeReply
                {
                    Operation = operation,
                    Amount = BinaryPrimitives.ReadUInt32LittleEndian(body),
                    Address = Ipv4Address.Read(body[4..]),
                    Port = BinaryPrimitives.ReadUInt16LittleEndian(body[8..]),
                };
                return true;
            case FacadeOperation.Wait when body.Length == 1:
                reply = new FacadeReply { Operation = operation, Value = body[0] };
                return true;
            case FacadeOperation.Stat when count >= 0 && body.Length == 2 + (10 * count):
                reply = new FacadeReply { Operation = operation, Data = body[2..] };
                return true;
            case FacadeOperation.DnsA when body.Length >= 1 && body.Length == 1 + (4 * body[0]):
                reply = new FacadeReply { Operation = operation, Data = body[1..] };
                return true;
            default:
                return false;
        }
    }

    private int EmitBody(Span<byte> body)
    {
        switch (Operation)
        {
            case FacadeOperation.Listen or FacadeOperation.Accept or FacadeOperation.Connect or FacadeOperation.UdpBind:
                BinaryPrimitives.WriteUInt32LittleEndian(body, Handle);
                return 4;
            case FacadeOperation.Write or FacadeOperation.UdpSendTo or FacadeOperation.IcmpPing:
                BinaryPrimitives.WriteUInt16LittleEndian(body, Value);
                return 2;
            case FacadeOperation.Read:
                BinaryPrimitives.WriteUInt16LittleEndian(body, checked((ushort)Data.Length));
                Data.CopyTo(body[2..]);
                return 2 + Data.Length;
            case FacadeOperation.UdpReceiveFrom:
                BinaryPrimitives.WriteUInt16LittleEndian(body, checked((ushort)Data.Length));
                Address.Write(body[2..]);
                BinaryPrimitives.WriteUInt16LittleEndian(body[6..], Port);
                Data.CopyTo(body[8..]);
                return 8 + Data.Length;
            case FacadeOperation.LocalAddress:
                Address.Write(body);
                body[4] = PrefixLength;
                return 5;
            case FacadeOperation.StreamGet or FacadeOperation.StreamWriteObject or FacadeOperation.StreamReadObject or FacadeOperation.UdpSendObject:
                BinaryPrimitives.WriteUInt32LittleEndian(body, Amount);
                return 4;
            case FacadeOperation.UdpReceiveObject:
                BinaryPrimitives.WriteUInt32LittleEndian(body, Amount);
                Address.Write(body[4..]);
                BinaryPrimitives.WriteUInt16LittleEndian(body[8..], Port);
                return 10;
            case FacadeOperation.Wait:
                body[0] = (byte)Value;
                return 1;
            case FacadeOperation.Stat:
                BinaryPrimitives.WriteUInt16LittleEndian(body, checked((ushort)(Data.Length / 10)));
                Data.CopyTo(body[2..]);
                return 2 + Data.Length;
            case FacadeOperation.DnsA:
                body[0] = checked((byte)(Data.Length / Ipv4Address.Length));
                Data.CopyTo(body[1..]);
                return 1 + Data.Length;
            default:
                return 0;
        }
    }
}
