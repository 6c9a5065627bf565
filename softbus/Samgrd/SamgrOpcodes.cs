using System.Text;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Messages.Samgr;
using DSoftBus.Softbus.Transport;

namespace DSoftBus.Softbus.Samgrd;

/// <summary>
/// Serves opcode requests: <c>opcode u8</c> and a Cap'n Proto message, answered with the same opcode (services.md section 7), or with an
/// error answer. They come from local callers and, through the session daemon's policy, from peers.
/// </summary>
public sealed class SamgrOpcodes(ServiceRegistry registry)
{
    /// <summary>Bytes that hold every answer.</summary>
    public const int MaxAnswerLength = 64;

    private const byte RegisterOpcode = 1;
    private const byte ResolveOpcode = 2;
    private const byte HeartbeatOpcode = 3;

    /// <summary>Writes the answer to one request and returns its length.</summary>
    /// <param name="sender">As the runtime wrote it.</param>
    /// <param name="request">Any bytes.</param>
    /// <param name="answer">At least <see cref="MaxAnswerLength"/> bytes.</param>
    public int Answer(ServiceId sender, ReadOnlySpan<byte> request, Span<byte> answer)
    {
        if (request.IsEmpty)
            return ErrorAnswer.Write(answer, 0, ErrorCode.Malformed);
        var message = request[1..];
        answer[0] = request[0];
        int length = 0;
        var error = request[0] switch
        {
            RegisterOpcode => AnswerRegister(sender, message, answer[1..], out length),
            ResolveOpcode => AnswerResolve(message, answer[1..], out length),
            HeartbeatOpcode => AnswerHeartbeat(sender, message, answer[1..], out length),
            _ => ErrorCode.UnknownOpcode,
        };
        return error is 0 ? 1 + length : ErrorAnswer.Write(answer, request[0], error);
    }

    private ErrorCode AnswerRegister(ServiceId sender, ReadOnlySpan<byte> message, Span<byte> answer, out int length)
    {
        length = 0;
        if (RegisterRequest.TryRead(message, out var request) is not CapnpError.None
            || request.Name.Length is 0 or > ServiceRegistry.MaxNameLength)
            return ErrorCode.Malformed;

        // A name is registered for everybody only by the task that bears it: the sender id is its digest.
        string name = Encoding.Latin1.GetString(request.Name);
        bool stored = ServiceId.Of(name) == sender && registry.Register(new Registration(sender, name, request.Endpoint, 0));
        new RegisterResponse { Ok = stored }.TryWrite(answer, out length);
        return 0;
    }

    private ErrorCode AnswerResolve(ReadOnlySpan<byte> message, Span<byte> answer, out int length)
    {
        length = 0;
        if (ResolveRequest.TryRead(message, out var request) is not CapnpError.None
            || request.Name.Length is 0 or > ServiceRegistry.MaxNameLength)
            return ErrorCode.Malformed;
        var found = registry.Resolve(Encoding.Latin1.GetString(request.Name));
        new ResolveResponse { Found = found is not null, Endpoint = found?.SendSlot ?? 0 }.TryWrite(answer, out length);
        return 0;
    }

    private ErrorCode AnswerHeartbeat(ServiceId sender, ReadOnlySpan<byte> message, Span<byte> answer, out int length)
    {
        length = 0;
        if (Heartbeat.TryRead(message, out var request) is not CapnpError.None)
            return ErrorCode.Malformed;
        if (!registry.HasEndpoint(sender, request.Endpoint))
            return ErrorCode.NotFound;
        new Heartbeat { Endpoint = request.Endpoint }.TryWrite(answer, out length);
        return 0;
    }
}
