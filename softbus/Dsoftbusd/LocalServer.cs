using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Frames;
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
            var answer = new byte[DsoftbusFrame.BundleListReplyLength];
            int length = await AnswerAsync(request.PayloadMemory, answer);
            await ServiceAnswer.SendAsync(task, request, answer.AsMemory(0, length));
        }

        _running--;
    }

    private async ValueTask<int> AnswerAsync(ReadOnlyMemory<byte> request, byte[] answer)
    {
        if (!DsoftbusFrame.TryRead(request.Span, out var opcode, out _) || _running > MaxConcurrent)
            return DsoftbusFrame.WriteReply(opcode, DsoftbusStatus.Failed, answer);
        var status = await ServeAsync(opcode, request);
        return opcode is DsoftbusOpcode.RemoteBundleList
            ? DsoftbusFrame.WriteBundleListReply(status, count: 1, answer)
            : DsoftbusFrame.WriteReply(opcode, status, answer);
    }

    private async ValueTask<DsoftbusStatus> ServeAsync(DsoftbusOpcode opcode, ReadOnlyMemory<byte> request)
    {
        switch (opcode)
        {
            case DsoftbusOpcode.RemoteResolve:
                return await ResolveAsync(request);
            case DsoftbusOpcode.RemoteBundleList:
                return await remote.QueryAsync();
            case DsoftbusOpcode.Await:
                DsoftbusFrame.TryReadAwait(request.Span, out var awaited, out ushort timeout);
                bool came = await state.AwaitAsync(awaited, task.Now + TimeSpan.FromMilliseconds(timeout));
                return came ? DsoftbusStatus.Ok : DsoftbusStatus.Failed;
            case DsoftbusOpcode.Shutdown:
                await state.ShutdownAsync();
                return DsoftbusStatus.Ok;
            default:
                return DsoftbusStatus.Ok;
        }
    }

    private ValueTask<DsoftbusStatus> ResolveAsync(ReadOnlyMemory<byte> request)
    {
        DsoftbusFrame.TryRead(request.Span, out _, out var name);
        return remote.ResolveAsync(name);
    }
}
