using DSoftBus.Net.Facade;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Netstackd;

/// <summary>The facade of a machine without a network device: every readable request is answered with IO.</summary>
internal sealed class OfflineServer(TaskContext task, NetstackSettings settings)
{
    private readonly ReplySender _replies = new(task, settings, counters: null);
    private readonly byte[] _reply = new byte[FacadeLimits.ReplyHeader + FacadeLimits.Nonce];

    public async ValueTask ServeAsync(Receiver requests)
    {
        while (true)
        {
            using var request = await requests.ReceiveAsync(Instant.Never, reportLastSender: false);
            if (request.Status != IpcStatus.Ok)
                throw new InvalidOperationException($"The request endpoint is gone: {request.Status}.");
            if (request.MovedSlot != 0)
                _replies.Send(request.TakeMovedSlot(), _reply.AsSpan(0, Answer(request.Payload)));
        }
    }

    private int Answer(ReadOnlySpan<byte> bytes)
    {
        var reply = FacadeRequest.TryParse(bytes, out var call) switch
        {
            FacadeError.None => new FacadeReply { Operation = call.Operation, Status = FacadeStatus.Io, Nonce = call.Nonce },
            FacadeError.BadHeader => FacadeReply.Malformed(FacadeOperation.None),
            FacadeError.BadField => new FacadeReply { Operation = call.Operation, Status = FacadeStatus.Malformed, Nonce = call.Nonce },
            _ => FacadeReply.Malformed(call.Operation),
        };
        return reply.Emit(_reply);
    }
}
