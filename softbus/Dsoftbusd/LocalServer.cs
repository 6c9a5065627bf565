using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Ipc;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>Serves the <c>D S</c> frames of local callers. Requests wait for peers, so each runs by itself; their number is bounded.</summary>
internal sealed class LocalServer(TaskContext task, RemoteClient remote, IDaemonState state)
{
    /// <summary>Requests that may be under way; one more is answered with a failure.</summary>
    public const int MaxConcurrent = 8;

    private int _running;

    /// <summary>Serves for as long as the endpoint lives.</summary>
    public async ValueTask RunAsync()
    {
        var requests = task.Receiver(DsoftbusSlots.Requests);
        while (true)
        {
            var request = await requests.ReceiveAsync(Instant.Never, reportLastSender: false);
            if (request.Status is not IpcStatus.Ok)
                return;
            _running++;
            task.Start("local request", () => ServeAsync(request));
        }
    }

    private async ValueTask ServeAsync(Message request)
    {
        using (request)
        {
            var answer = new byte[DaemonFrames.MaxReplyLength];
            int length = await AnswerAsync(request.PayloadMemory, answer);
            await ServiceAnswer.SendAsync(task, request, answer.AsMemory(0, length));
        }

        _running--;
    }

    private async ValueTask<int> AnswerAsync(ReadOnlyMemory<byte> request, byte[] answer)
    {
        if (!DaemonFrames.HasHeader(request.Span))
            return DaemonFrames.WriteReply(answer, 0, DaemonStatus.Failed);
        byte operation = request.Span[3];
        if (_running > MaxConcurrent)
            return DaemonFrames.WriteReply(answer, operation, DaemonStatus.Failed);
        switch ((DaemonOperation)operation)
        {
            case DaemonOperation.RemoteResolve:
                var status = await ResolveAsync(request);
                return DaemonFrames.WriteReply(answer, operation, status);
            case DaemonOperation.RemoteBundleList:
                status = await remote.QueryAsync();
                return DaemonFrames.WriteBundleListReply(answer, status, status is DaemonStatus.Ok ? (ushort)1 : (ushort)0);
            case DaemonOperation.Await:
                status = await AwaitAsync(request);
                return DaemonFrames.WriteReply(answer, operation, status);
            case DaemonOperation.Shutdown:
                await state.ShutdownAsync();
                return DaemonFrames.WriteReply(answer, operation, DaemonStatus.Ok);
            case DaemonOperation.LogProbe:
                return DaemonFrames.WriteReply(answer, operation, DaemonStatus.Ok);
            default:
                return DaemonFrames.WriteReply(answer, operation, DaemonStatus.Failed);
        }
    }

    private ValueTask<DaemonStatus> ResolveAsync(ReadOnlyMemory<byte> request)
        => DaemonFrames.TryReadName(request.Span, out var name) ? remote.ResolveAsync(name) : ValueTask.FromResult(DaemonStatus.Failed);

    private async ValueTask<DaemonStatus> AwaitAsync(ReadOnlyMemory<byte> request)
    {
        if (!DaemonFrames.TryReadAwait(request.Span, out var awaited, out ushort timeout))
            return DaemonStatus.Failed;
        bool came = await state.AwaitAsync(awaited, task.Now + TimeSpan.FromMilliseconds(timeout));
        return came ? DaemonStatus.Ok : DaemonStatus.Failed;
    }
}
