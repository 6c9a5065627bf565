using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Softbus.Ipc;

/// <summary>
/// Requests from one task to services, with the answers in one reply inbox (netstackd-ipc.md section 4). The reply capability moves
/// with the request; the header's <c>ty</c> carries a call number that the service's answer repeats, so an answer that comes after
/// its caller gave up is dropped and never taken for the next one.
/// </summary>
public sealed class ServiceCaller
{
    /// <summary>Calls that may be outstanding: as many answers as the inbox holds (netstackd-ipc.md section 5, queue depth 8).</summary>
    public const int MaxOutstanding = IpcLimits.ServiceQueueDepth;

    private readonly TaskContext _task;
    private readonly Receiver _inbox;
    private readonly int _replySendSlot;
    private readonly Pending[] _pending = new Pending[MaxOutstanding];
    private ushort _lastCall;

    /// <summary>Starts reading the inbox as an activity of <paramref name="task"/>.</summary>
    /// <param name="replyReceiveSlot">Slot with RECV of the inbox; nobody else may read it.</param>
    /// <param name="replySendSlot">Slot with SEND of the same endpoint; clones of it move with the requests.</param>
    public ServiceCaller(TaskContext task, int replyReceiveSlot, int replySendSlot)
    {
        _task = task;
        _inbox = task.Receiver(replyReceiveSlot);
        _replySendSlot = replySendSlot;
        for (int i = 0; i < _pending.Length; i++)
            _pending[i] = new Pending(task.CreatePromise<CallResult>());
        task.Start("replies", PumpAsync);
    }

    /// <summary>Answers that came too late or that nobody asked for.</summary>
    public long StaleReplies { get; private set; }

    /// <summary>Sends <paramref name="request"/> and waits for its answer.</summary>
    /// <param name="service">Where to.</param>
    /// <param name="request">At most 8192 bytes, read until the message is queued.</param>
    /// <param name="deadline">For sending and answering together.</param>
    public async ValueTask<CallResult> CallAsync(Sender service, ReadOnlyMemory<byte> request, Instant deadline)
    {
        var pending = Array.Find(_pending, entry => entry.Call == 0);
        if (pending is null)
            return new CallResult(CallStatus.Busy, default);
        if (_task.Slots.Clone(_replySendSlot, Rights.Send, out int clone) is not IpcStatus.Ok)
            return new CallResult(CallStatus.Busy, default);

        _lastCall = _lastCall == ushort.MaxValue ? (ushort)1 : (ushort)(_lastCall + 1);
        pending.Call = _lastCall;
        var sent = await service.SendAsync(request, deadline, clone, _lastCall);
        if (sent is not IpcStatus.Ok)
        {
            // The clone is still ours on every failure; it is closed exactly once, here.
            _task.Slots.Close(clone);
            pending.Call = 0;
            return new CallResult(Failure(sent), default);
        }

        var result = await pending.Answer.WaitAsync(deadline, new CallResult(CallStatus.TimedOut, default));

        // The answer may have come between the deadline and this continuation: then it counts.
        if (result.Status is CallStatus.TimedOut && pending.Answer.IsSet)
            result = await pending.Answer.WaitAsync(deadline, result);
        pending.Call = 0;
        return result;
    }

    private static CallStatus Failure(IpcStatus status) => status switch
    {
        IpcStatus.TimedOut => CallStatus.TimedOut,
        IpcStatus.WouldBlock or IpcStatus.NoSpace => CallStatus.Busy,
        _ => CallStatus.Unavailable,
    };

    private async ValueTask PumpAsync()
    {
        while (true)
        {
            var reply = await _inbox.ReceiveAsync(Instant.Never);
            if (reply.Status is IpcStatus.NoSpace)
            {
                // An answer that carries a capability is not one of ours; without a slot for it, it stays queued.
                await _task.DelayAsync(TimeSpan.FromMilliseconds(1));
                continue;
            }

            if (reply.Status is not IpcStatus.Ok)
                return;
            var pending = Array.Find(_pending, entry => entry.Call != 0 && entry.Call == reply.Type);
            if (pending is null || !pending.Answer.TrySet(new CallResult(CallStatus.Ok, reply)))
            {
                StaleReplies++;
                reply.Dispose();
            }
        }
    }

    private sealed class Pending(LoopPromise<CallResult> answer)
    {
        public LoopPromise<CallResult> Answer { get; } = answer;

        /// <summary>Number of the call that waits here; 0 = free.</summary>
        public ushort Call { get; set; }
    }
}
