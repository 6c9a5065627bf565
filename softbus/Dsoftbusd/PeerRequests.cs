using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>The peer's requests of one session, served one after the other so that answers keep their order.</summary>
internal sealed class PeerRequests(TaskContext task, ISession session, RemoteProxy proxy)
{
    /// <summary>Requests that may wait. The peer alternates strictly on each channel, so more is a defect of the peer.</summary>
    public const int Capacity = 8;

    private static readonly TimeSpan SendTime = TimeSpan.FromSeconds(5);

    private readonly Queue<PeerRequest> _waiting = new(Capacity);
    private readonly LoopSignal _work = task.CreateSignal();
    private readonly byte[] _answer = new byte[RemoteProxy.MaxAnswerLength];
    private bool _closed;

    /// <summary>Takes a request in; false when too many wait.</summary>
    public bool TryAdd(uint channel, uint service, ReadOnlySpan<byte> payload)
    {
        if (_waiting.Count >= Capacity)
            return false;
        _waiting.Enqueue(new PeerRequest(channel, service, RemoteProxy.Clip(payload)));
        _work.Set();
        return true;
    }

    /// <summary>Serves until <see cref="Close"/>.</summary>
    public async ValueTask RunAsync()
    {
        while (!_closed)
        {
            if (!_waiting.TryDequeue(out var request))
            {
                await _work.WaitAsync(Instant.Never);
                continue;
            }

            int length = await proxy.ServeAsync(session.Peer, request.Service, request.Payload, _answer);
            if (_closed)
                return;
            await session.Stream.SendAsync(request.Channel, _answer.AsMemory(0, length), task.Now + SendTime);
        }
    }

    /// <summary>The session is over.</summary>
    public void Close()
    {
        _closed = true;
        _work.Set();
    }
}
