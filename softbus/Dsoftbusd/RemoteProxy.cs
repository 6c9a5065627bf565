using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Markers;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Softbus.Frames;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Ipc;
using DSoftBus.Softbus.Proxy;
using DSoftBus.Softbus.Sessions;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>
/// Carries allowed requests of authenticated peers to the service tasks and their answers back. Every request gets an answer:
/// the service's, or an error answer; every refusal is said (marker and event).
/// </summary>
internal sealed class RemoteProxy(TaskContext task, ServiceCaller caller, RemoteProxyPolicy policy, MarkerBudget markers)
{
    /// <summary>Bytes of the longest answer: an IPC message and the header of channel 16.</summary>
    public const int MaxAnswerLength = IpcLimits.MaxPayload + ByteFrame.HeaderLength;

    // Channel 3: handle u32 big-endian, then the kind byte (session-frames.md section 1).
    private const int ArtifactKindOffset = 4;

    private readonly Sender _samgrd = task.Sender(DsoftbusSlots.Samgrd);
    private readonly Sender _bundlemgrd = task.Sender(DsoftbusSlots.Bundlemgrd);

    /// <summary>Called when a service answered a peer.</summary>
    public Action<RemoteService>? OnServed { get; init; }

    /// <summary>A copy to keep: requests beyond the bound are refused by their length, so their tail is not worth the memory.</summary>
    public static byte[] Clip(ReadOnlySpan<byte> payload)
        => payload[..Math.Min(payload.Length, ServiceMessage.MaximumRequestLength + 1 + ByteFrame.HeaderLength)].ToArray();

    /// <summary>Serves one request and returns the length of its answer.</summary>
    /// <param name="peer">Who asks, as authenticated.</param>
    /// <param name="channel">1, 2, 3 or 16.</param>
    /// <param name="request">The frame's payload, clipped.</param>
    /// <param name="answer">At least <see cref="MaxAnswerLength"/> bytes.</param>
    public ValueTask<int> ServeAsync(DeviceId peer, uint channel, byte[] request, byte[] answer) => channel switch
    {
        Channel.ByteFrames => ServeByteFrameAsync(peer, request, answer),
        Channel.Artifact => ValueTask.FromResult(RefuseArtifact(peer, request, answer)),
        _ => ServeCapnProtoAsync(peer, (RemoteService)channel, request, answer),
    };

    private async ValueTask<int> ServeCapnProtoAsync(DeviceId peer, RemoteService service, byte[] request, byte[] answer)
    {
        if (!ServiceMessage.TryRead(request, out byte opcode, out var message))
            return ErrorAnswer.Write(answer, 0, AnswerError.Malformed);
        var decision = policy.Decide(true, service, RequestForm.CapnProto, opcode, message.Length);
        if (decision is not ProxyDecision.Allowed)
        {
            Denied(peer, service.Name(), opcode, decision);
            return ErrorAnswer.Write(answer, opcode, decision is ProxyDecision.OversizedRequest ? AnswerError.TooLarge : AnswerError.Denied);
        }

        using var result = await caller.CallAsync(TaskOf(service), request, task.Now + DsoftbusSettings.ServiceTime);
        if (result.Status is not CallStatus.Ok)
            return ErrorAnswer.Write(answer, opcode, CodeOf(result.Status));

        // A service answers with the request's opcode, or with an error answer of its own; anything else is a defect of ours.
        var reply = result.Reply.Payload;
        if (reply.IsEmpty || (reply[0] != opcode && !ErrorAnswer.TryRead(reply, out _, out _)))
            return ErrorAnswer.Write(answer, opcode, AnswerError.Internal);
        reply.CopyTo(answer);
        Served(peer, service);
        return reply.Length;
    }

    private async ValueTask<int> ServeByteFrameAsync(DeviceId peer, byte[] request, byte[] answer)
    {
        var error = ByteFrame.TryReadRequest(request, out var named, out var bytes);
        byte first = request.Length == 0 ? (byte)0 : request[0];
        if (error is ByteFrameError.Malformed)
            return ErrorAnswer.Write(answer, first, AnswerError.Malformed);
        var service = (RemoteService)named;
        var frame = request.AsMemory(ByteFrame.HeaderLength, bytes.Length);
        byte operation = OperationOf(service, request.AsSpan(ByteFrame.HeaderLength));
        int length = error is ByteFrameError.Oversized ? int.MaxValue : bytes.Length;
        var decision = policy.Decide(true, service, RequestForm.ByteFrame, operation, length);
        if (decision is not ProxyDecision.Allowed)
        {
            Denied(peer, service.Name(), operation, decision);
            return ErrorAnswer.Write(answer, first, decision is ProxyDecision.OversizedRequest ? AnswerError.TooLarge : AnswerError.Denied);
        }

        using var result = await caller.CallAsync(TaskOf(service), frame, task.Now + DsoftbusSettings.ServiceTime);
        if (result.Status is not CallStatus.Ok || result.Reply.Payload.Length > ByteFrame.MaximumReplyPayload)
            return ByteFrame.Write((byte)ByteFrameStatus.Failed, [], answer);
        Served(peer, service);
        return ByteFrame.Write((byte)ByteFrameStatus.Ok, result.Reply.Payload, answer);
    }

    // Nobody may install bundles here: uploads are refused by policy (decisions.md "Sessions", proxy filters).
    private int RefuseArtifact(DeviceId peer, byte[] request, byte[] answer)
    {
        bool hasKind = request.Length > ArtifactKindOffset;
        byte kind = hasKind ? request[ArtifactKindOffset] : (byte)0;
        if (hasKind)
            Denied(peer, "artifact", kind, ProxyDecision.ServiceNotAllowed);
        return ErrorAnswer.Write(answer, kind, hasKind ? AnswerError.Denied : AnswerError.Malformed);
    }

    // Byte frames carry magic, version 1 and op; one without a readable header has no operation and is never granted.
    private static byte OperationOf(RemoteService service, ReadOnlySpan<byte> frame)
    {
        var magic = service switch
        {
            RemoteService.Samgrd => "SM"u8,
            RemoteService.Bundlemgrd => "BN"u8,
            _ => default,
        };
        return frame.Length >= 4 && !magic.IsEmpty && frame.StartsWith(magic) && frame[2] == 1 ? frame[3] : (byte)0;
    }

    private static AnswerError CodeOf(CallStatus status) => status is CallStatus.Unavailable ? AnswerError.Internal : AnswerError.Busy;

    private Sender TaskOf(RemoteService service) => service is RemoteService.Samgrd ? _samgrd : _bundlemgrd;

    private void Served(DeviceId peer, RemoteService service)
    {
        task.Log.Event("remote proxy ok", service.Name());
        markers.Print(Markers.Dsoftbusd.ProxyOk(task.Name, peer.Short, service.Name()));
        OnServed?.Invoke(service);
    }

    private void Denied(DeviceId peer, string service, byte operation, ProxyDecision decision)
    {
        task.Log.Event("remote proxy denied", decision.ToString());
        markers.Print(Markers.Dsoftbusd.ProxyDenied(task.Name, service, operation, peer.Short));
    }
}
