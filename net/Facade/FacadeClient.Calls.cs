using System.Runtime.CompilerServices;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Facade;

/// <summary>Sending requests and finding their replies (netstackd-ipc.md sections 3 and 4).</summary>
/// <remarks>
/// A call is in the table before its request leaves, so a reply that matches nothing is stale and dropped: keeping it could only hand it
/// to the wrong call. The table is the bound of replies that wait to be read.
/// </remarks>
public sealed partial class FacadeClient
{
    /// <summary>Calls whose reply is outstanding, at most.</summary>
    public const int MaximumInFlight = 32;

    private static readonly TimeSpan InboxRetry = TimeSpan.FromMilliseconds(10);

    private readonly List<PendingCall> _pending = new(MaximumInFlight);
    private readonly Stack<PendingCall> _free = new(MaximumInFlight);
    private ulong _nextNonce;

    private delegate T Decode<T, TState>(in FacadeReply reply, TState state);

    /// <summary>Replies that no call waited for any more: late, repeated, or from before a restart.</summary>
    public long StaleReplies { get; private set; }

    /// <summary>Calls whose reply is outstanding.</summary>
    public int InFlight => _pending.Count;

    // A place for a call with its nonce; null when too many are in flight.
    private PendingCall? Begin(FacadeOperation operation)
    {
        if (_pending.Count == MaximumInFlight)
            return null;
        var call = _free.TryPop(out var free) ? free : new PendingCall(_task.Loop);
        call.Operation = operation;
        call.Nonce = _nextNonce++;
        _pending.Add(call);
        return call;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<FacadeResult<T>> CallAsync<T, TState>(PendingCall call, int length, Instant deadline, TState state, Decode<T, TState> decode)
    {
        var status = IpcStatus.Ok;
        int moved = 0;
        if (call.Memory is { } memory)
            moved = memory.Take();
        else
            status = _task.Slots.Clone(_replySlot, out moved);
        if (status == IpcStatus.Ok)
        {
            // On success the capability went with the message; on any failure it is still ours: to close a clone, to keep an object.
            status = await _server.SendAsync(call.Request.AsMemory(0, length), deadline, moved);
            if (status != IpcStatus.Ok && call.Memory is { } kept)
                kept.Return(moved);
            else if (status != IpcStatus.Ok)
                _task.Slots.Close(moved);
        }

        // A signal left over from an earlier call of this place only makes the loop turn once more.
        while (status == IpcStatus.Ok && !call.HasAnswer && await call.Answered.WaitAsync(deadline))
        {
        }

        return End(call, state, decode);
    }

    private FacadeResult<T> End<T, TState>(PendingCall call, TState state, Decode<T, TState> decode)
    {
        // From here on a reply with this nonce is stale.
        _pending.Remove(call);
        var result = new FacadeResult<T>(FacadeStatus.CallFailed);
        if (call.HasAnswer)
        {
            call.Memory?.Return(call.Answer.TakeMovedSlot());
            result = !FacadeReply.TryParse(call.Answer.Payload, call.Operation, call.Nonce, out var reply)
                ? new FacadeResult<T>(FacadeStatus.ReplyInvalid)
                : reply.Status == FacadeStatus.Ok ? new FacadeResult<T>(FacadeStatus.Ok, decode(reply, state)) : new FacadeResult<T>(reply.Status);
            call.Answer.Dispose();
            call.Answer = default;
            call.HasAnswer = false;
        }
        else
        {
            FailedCalls++;
        }

        // Without an answer the channel may be gone with a netstackd that was restarted: the next call makes another.
        if (call.Memory is not null && result.Status == FacadeStatus.CallFailed)
            _hasChannel = false;
        call.Memory = null;
        _free.Push(call);
        return result;
    }

    private async ValueTask DispatchAsync()
    {
        while (true)
        {
            var message = await _inbox.ReceiveAsync(Instant.Never, reportLastSender: false);
            if (message.Status == IpcStatus.NoSpace)
            {
                // A reply that brings a memory object back, and no slot for it.
                await _task.DelayAsync(InboxRetry);
                continue;
            }

            if (message.Status != IpcStatus.Ok)
                return;
            if (Find(message) is { } call)
            {
                call.Answer = message;
                call.HasAnswer = true;
                call.Answered.Set();
                continue;
            }

            StaleReplies++;
            message.Dispose();
        }
    }

    // The filter of section 3: length, header, operation and nonce are those of a call in flight that has no answer yet.
    private PendingCall? Find(in Message message)
    {
        if (!FacadeReply.TryNonce(message.Payload, out ulong nonce))
            return null;
        foreach (var call in _pending)
        {
            if (call.Nonce == nonce)
                return !call.HasAnswer && message.Payload[3] == ((byte)call.Operation | 0x80) ? call : null;
        }

        return null;
    }
}
