using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Init;

/// <summary>Asks init for slots over the control channel. One query at a time; one client per task.</summary>
/// <remarks>Rules of the reference client: an attempt waits 100 ms, all attempts 2 s, at most 32 stale replies are dropped per attempt. Each attempt has its own nonce.</remarks>
public sealed class RouteClient(TaskContext task)
{
    private const int MaximumStaleReplies = 32;

    private static readonly TimeSpan AttemptTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TotalTime = TimeSpan.FromSeconds(2);

    private readonly byte[] _query = new byte[RouteCodec.MaximumQuery];
    private uint _nonce;

    /// <summary>The slots for endpoint <paramref name="name"/>, or <c>@reply</c>; NoAnswer after 2 s.</summary>
    public async ValueTask<RouteReply> QueryAsync(string name)
    {
        var end = task.Now + TotalTime;
        while (task.Now < end)
        {
            var attemptEnd = Instant.Min(end, task.Now + AttemptTime);
            var length = RouteCodec.Emit(new RouteQuery(name, ++_nonce), _query);
            var sent = await task.Sender(ControlSlots.Requests).SendAsync(_query.AsMemory(0, length), attemptEnd);
            if (sent is not (IpcStatus.Ok or IpcStatus.TimedOut))
                break;
            if (sent is IpcStatus.Ok && await WaitForReplyAsync(attemptEnd) is { } reply)
                return reply;
        }

        return new RouteReply(RouteStatus.NoAnswer, 0, 0, null);
    }

    private async ValueTask<RouteReply?> WaitForReplyAsync(Instant deadline)
    {
        var replies = task.Receiver(ControlSlots.Replies);
        for (var stale = 0; stale <= MaximumStaleReplies; stale++)
        {
            using var message = await replies.ReceiveAsync(deadline);
            if (message.Status is not IpcStatus.Ok)
                return null;
            if (RouteCodec.TryParse(message.Payload, out RouteReply reply) && reply.Nonce == _nonce)
                return reply;
        }

        return null;
    }
}
