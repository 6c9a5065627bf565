using System.Text;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Frames;
using DSoftBus.Softbus.Messages.Samgr;
using DSoftBus.Softbus.Sessions;

namespace DSoftBus.Softbus.Samgrd;

/// <summary>
/// Serves opcode requests: <c>opcode u8</c> and a Cap'n Proto message, answered with the same opcode (services.md section 7), or with an
/// error answer. They come from local callers and, through the session daemon's policy, from peers.
/// </summary>
public sealed class SamgrOpcodes(ServiceRegistry registry)
{
    /// <summary>Bytes that hold every answer.</summary>
    public const int MaxAnswerLength = 64;

    /// <summary>Writes the answer to one request and returns its length.</summary>
    /// <param name="sender">As the runtime wrote it.</param>
    /// <param name="request">Any bytes.</param>
    /// <param name="answer">At least <see cref="MaxAnswerLength"/> bytes.</param>
    public int Answer(ServiceId sender, ReadOnlySpan<byte> request, Span<byte> answer)
    {
        if (!ServiceMessage.TryRead(request, out byte opcode, out var message))
            return ErrorAnswer.Write(answer, 0, AnswerError.Malformed);
        answer[0] = opcode;
        int length = 0;
        var error = opcode switch
        {
            ServiceMessage.SamgrRegister => AnswerRegister(sender, message, answer[1..], out length),
            ServiceMessage.SamgrResolve => AnswerResolve(message, answer[1..], out length),
            ServiceMessage.SamgrHeartbeat => AnswerHeartbeat(sender, message, answer[1..], out length),
            _ => AnswerError.UnknownOpcode,
        };
        return error is AnswerError.None ? 1 + length : ErrorAnswer.Write(answer, opcode, error);
    }

    private AnswerError AnswerRegister(ServiceId sender, ReadOnlySpan<byte> message, Span<byte> answer, out int length)
    {
        length = 0;
        if (RegisterRequest.TryRead(message, out var request) is not CapnpError.None
            || request.Name.Length is 0 or > ServiceRegistry.MaxNameLength)
            return AnswerError.Malformed;

        // A name is registered for everybody only by the task that bears it: the sender id is its digest.
        string name = Encoding.Latin1.GetString(request.Name);
        bool stored = ServiceId.Of(name) == sender && registry.Register(new Registration(sender, name, request.Endpoint, 0));
        new RegisterResponse { Ok = stored }.TryWrite(answer, out length);
        return AnswerError.None;
    }

    private AnswerError AnswerResolve(ReadOnlySpan<byte> message, Span<byte> answer, out int length)
    {
        length = 0;
        if (ResolveRequest.TryRead(message, out var request) is not CapnpError.None
            || request.Name.Length is 0 or > ServiceRegistry.MaxNameLength)
            return AnswerError.Malformed;
        var found = registry.Resolve(Encoding.Latin1.GetString(request.Name));
        new ResolveResponse { Found = found is not null, Endpoint = found?.SendSlot ?? 0 }.TryWrite(answer, out length);
        return AnswerError.None;
    }

    private AnswerError AnswerHeartbeat(ServiceId sender, ReadOnlySpan<byte> message, Span<byte> answer, out int length)
    {
        length = 0;
        if (Heartbeat.TryRead(message, out var request) is not CapnpError.None)
            return AnswerError.Malformed;
        if (!registry.HasEndpoint(sender, request.Endpoint))
            return AnswerError.NotFound;
        new Heartbeat { Endpoint = request.Endpoint }.TryWrite(answer, out length);
        return AnswerError.None;
    }
}
