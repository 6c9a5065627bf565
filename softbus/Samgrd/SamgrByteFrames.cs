using System.Buffers.Binary;
using System.Text;
using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Softbus.Samgrd;

/// <summary>Serves the <c>S M</c> byte frames of local callers (services.md section 3). Total: any bytes in, an answer out.</summary>
public sealed class SamgrByteFrames(ServiceRegistry registry)
{
    /// <summary>Bytes of the usual answer: header, status, two slots.</summary>
    public const int ReplyLength = 13;

    private const byte Version = 1;
    private const int HeaderLength = 4;

    // REGISTER carries n, two slots and the name behind the header (services.md section 3).
    private const int RegisterNameOffset = 13;

    private enum Operation : byte
    {
        Register = 1,
        Lookup = 2,
        PingCapMove = 3,
        SenderPid = 4,
        SenderServiceId = 5,
        ResolveStatus = 6,
        LogProbe = 0x7F,
    }

    private enum Status : byte
    {
        Ok = 0,
        NotFound = 1,
        Malformed = 2,
        Unsupported = 3,
    }

    /// <summary>Writes the answer to one frame and returns its length.</summary>
    /// <param name="sender">As the runtime wrote it.</param>
    /// <param name="pid">As the runtime wrote it.</param>
    /// <param name="hasReplyCapability">Whether a capability moved with the request: ops 4 and 5 need it.</param>
    /// <param name="request">Any bytes.</param>
    /// <param name="answer">At least <see cref="ReplyLength"/> bytes.</param>
    public int Answer(ServiceId sender, uint pid, bool hasReplyCapability, ReadOnlySpan<byte> request, Span<byte> answer)
    {
        bool magic = request.Length >= HeaderLength && request[0] == 'S' && request[1] == 'M';
        if (magic && request[2] == Version && Probe((Operation)request[3], sender, pid, hasReplyCapability, answer) is > 0 and int length)
            return length;

        // Everything else needs a byte behind the header; a header that cannot be read answers as LOOKUP (services.md section 3).
        if (!magic || request.Length <= HeaderLength)
            return Reply(answer, (byte)Operation.Lookup, Status.Malformed);
        byte operation = request[3];
        if (request[2] != Version)
            return Reply(answer, operation, Status.Unsupported);
        return (Operation)operation switch
        {
            Operation.Register => Register(sender, request, answer),
            Operation.Lookup => Lookup(sender, request, answer),
            Operation.ResolveStatus => ResolveStatus(request, answer),
            _ => Reply(answer, operation, Status.Unsupported),
        };
    }

    // These are recognised before the length check: four bytes are enough (services.md section 3).
    private static int Probe(Operation operation, ServiceId sender, uint pid, bool hasReplyCapability, Span<byte> answer)
    {
        switch (operation)
        {
            case Operation.PingCapMove:
                "PONG"u8.CopyTo(answer);
                return 4;
            case Operation.SenderPid when hasReplyCapability:
                Reply(answer, (byte)operation, Status.Ok);
                BinaryPrimitives.WriteUInt32LittleEndian(answer[5..], pid);
                return 9;
            case Operation.SenderServiceId when hasReplyCapability:
                Reply(answer, (byte)operation, Status.Ok);
                BinaryPrimitives.WriteUInt64LittleEndian(answer[5..], sender.Value);
                return 13;
            case Operation.LogProbe:
                Reply(answer, (byte)operation, Status.Ok);
                return 5;
            default:
                return 0;
        }
    }

    private int Register(ServiceId sender, ReadOnlySpan<byte> request, Span<byte> answer)
    {
        if (request.Length <= RegisterNameOffset
            || !TryReadName(request[RegisterNameOffset..], request[HeaderLength], out string name))
            return Reply(answer, (byte)Operation.Register, Status.Malformed);
        uint send = BinaryPrimitives.ReadUInt32LittleEndian(request[5..]);
        uint receive = BinaryPrimitives.ReadUInt32LittleEndian(request[9..]);

        // The frame knows no "full"; a bound of ours that is reached is a service that this registry does not offer.
        bool stored = registry.Register(new Registration(sender, name, send, receive));
        return Reply(answer, (byte)Operation.Register, stored ? Status.Ok : Status.Unsupported);
    }

    private int Lookup(ServiceId sender, ReadOnlySpan<byte> request, Span<byte> answer)
    {
        if (!TryReadName(request[(HeaderLength + 1)..], request[HeaderLength], out string name))
            return Reply(answer, (byte)Operation.Lookup, Status.Malformed);
        if (registry.Lookup(sender, name) is not { } found)
            return Reply(answer, (byte)Operation.Lookup, Status.NotFound);
        Reply(answer, (byte)Operation.Lookup, Status.Ok);
        BinaryPrimitives.WriteUInt32LittleEndian(answer[5..], found.SendSlot);
        BinaryPrimitives.WriteUInt32LittleEndian(answer[9..], found.ReceiveSlot);
        return ReplyLength;
    }

    private static int ResolveStatus(ReadOnlySpan<byte> request, Span<byte> answer)
    {
        var name = request[(HeaderLength + 1)..];
        if (request[HeaderLength] > ServiceRegistry.MaxNameLength || !IsName(name, request[HeaderLength]))
            return Reply(answer, (byte)Operation.ResolveStatus, Status.Malformed);
        return Reply(answer, (byte)Operation.ResolveStatus, IsKnown(name) ? Status.Ok : Status.NotFound);
    }

    // The fixed list of services.md section 3: names of the system, whether or not this image runs them.
    private static bool IsKnown(ReadOnlySpan<byte> name)
        => name.SequenceEqual("keystored"u8) || name.SequenceEqual("policyd"u8) || name.SequenceEqual("samgrd"u8)
        || name.SequenceEqual("bundlemgrd"u8) || name.SequenceEqual("packagefsd"u8) || name.SequenceEqual("vfsd"u8)
        || name.SequenceEqual("execd"u8) || name.SequenceEqual("netstackd"u8) || name.SequenceEqual("dsoftbusd"u8);

    private static bool IsName(ReadOnlySpan<byte> bytes, byte declared)
        => declared >= 1 && bytes.Length == declared;

    // A name that is not ASCII is kept byte for byte; it only has to differ where the bytes differ.
    private static bool TryReadName(ReadOnlySpan<byte> bytes, byte declared, out string name)
    {
        name = "";
        if (!IsName(bytes, declared))
            return false;
        name = Encoding.Latin1.GetString(bytes);
        return true;
    }

    private static int Reply(Span<byte> answer, byte operation, Status status)
    {
        answer[..ReplyLength].Clear();
        answer[0] = (byte)'S';
        answer[1] = (byte)'M';
        answer[2] = Version;
        answer[3] = (byte)(operation | 0x80);
        answer[4] = (byte)status;
        return ReplyLength;
    }
}
