using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Proxy;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>
/// One established session: reads frames, serves the peer's requests through the proxy in order, matches answers to own requests,
/// keeps channel 0. It lives until either side says CLOSE, a defect of the peer, or the end of the connection.
/// </summary>
internal sealed class SessionDriver
{
    private static readonly TimeSpan SendTime = TimeSpan.FromSeconds(5);

    // Idle sessions live; where channel 0 was negotiated a silent peer is asked whether it still does (decisions.md "Sessions", Time).
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(5);

    private readonly TaskContext _task;
    private readonly ISession _session;
    private readonly PeerRequests _peerRequests;
    private readonly OwnRequests[] _own;
    private readonly LoopSignal _ended;
    private readonly byte[] _control = new byte[ControlMessage.MaximumLength];
    private SessionEnd? _end;
    private ulong _probes;

    public SessionDriver(TaskContext task, ISession session, RemoteProxy proxy)
    {
        _task = task;
        _session = session;
        _peerRequests = new PeerRequests(task, session, proxy);
        _ended = task.CreateSignal();
        bool dialled = session.Role is SessionRole.Dialler;
        _own = [.. new[] { Channel.Samgr, Channel.Bundlemgr }.Select(
            channel => new OwnRequests(task, session.Stream, Channel.ForRequest(channel, dialled)))];
    }

    public DeviceId Peer => _session.Peer;

    public SessionRole Role => _session.Role;

    /// <summary>Called for each PING that was answered.</summary>
    public Action? OnPing { get; init; }

    private bool HasControl => _session.Features.HasFlag(SessionFeatures.Control);

    private bool AcceptorAsks => _session.Features.HasFlag(SessionFeatures.AcceptingSideRequests);

    /// <summary>Reads until the session is over; the transport is closed when this returns. Call once.</summary>
    public async ValueTask<SessionEnd> RunAsync()
    {
        _task.Start("peer requests", _peerRequests.RunAsync);
        bool probed = false;
        while (true)
        {
            var frame = await _session.Stream.ReceiveAsync(HasControl ? _task.Now + (probed ? ProbeTime : IdleTime) : Instant.Never);
            if (frame.Status is StreamStatus.TimedOut && !probed && _end is null)
            {
                // The peer may have been silent because it is gone: a machine that lost its power says nothing.
                probed = true;
                if (await SendControlAsync(ControlMessage.Ping(++_probes)) is null)
                    continue;
            }

            if (frame.Status is not StreamStatus.Ok)
            {
                _end ??= EndOf(frame.Status);
                break;
            }

            probed = false;

            // After a goodbye of ours, what is still under way is dropped until the peer closes.
            if (_end is null && await DispatchAsync(frame) is { } end)
            {
                _end ??= end;
                break;
            }
        }

        foreach (var own in _own)
            own.Close();
        _peerRequests.Close();
        await _session.CloseAsync();
        _ended.Set();
        return _end ?? SessionEnd.Transport;
    }

    /// <summary>Asks the peer for a service.</summary>
    /// <param name="request">Opcode and Cap'n Proto message, read until the call ends.</param>
    public ValueTask<RemoteAnswer> AskAsync(RemoteService service, ReadOnlyMemory<byte> request, Instant deadline)
    {
        if (_session.Role is SessionRole.Acceptor && !AcceptorAsks)
            return ValueTask.FromResult(new RemoteAnswer(RemoteAnswerStatus.NotNegotiated, []));
        return _own[(int)service - 1].AskAsync(request, deadline);
    }

    /// <summary>Ends the session orderly: CLOSE, then the peer's end of stream, then our own. Returns when it is over.</summary>
    public async ValueTask EndAsync(SessionEnd reason, Instant deadline)
    {
        if (_end is not null)
            return;
        _end = reason;
        if (await _session.SayGoodbyeAsync((CloseReason)reason, deadline) is StreamStatus.Ok && HasControl)
            await _ended.WaitAsync(deadline);
        await _session.CloseAsync();
    }

    private static SessionEnd EndOf(StreamStatus status) => status switch
    {
        StreamStatus.Closed => SessionEnd.PeerGone,
        StreamStatus.Crypto => SessionEnd.Crypto,
        StreamStatus.Protocol => SessionEnd.Protocol,
        _ => SessionEnd.Transport,
    };

    private async ValueTask<SessionEnd?> DispatchAsync(ReceivedFrame frame)
    {
        if (frame.Channel == Channel.Control && HasControl)
            return await ControlAsync(frame.Payload);
        if (Array.Find(_own, own => own.Channel == frame.Channel) is { } asked)
            return asked.Take(frame.Payload.Span) ? null : await DefectAsync();
        if (PeerService(frame.Channel) is { } service)
            return _peerRequests.TryAdd(frame.Channel, service, frame.Payload.Span) ? null : await DefectAsync();

        // A channel that nobody knows: an answer where there is a channel for it, else the end (decisions.md "Sessions").
        if (!HasControl)
            return SessionEnd.Protocol;
        return await SendControlAsync(ControlMessage.Failed(frame.Channel, AnswerError.NotFound));
    }

    /// <summary>The service that the peer asks on this channel; null for channels on which it does not ask.</summary>
    private uint? PeerService(uint channel)
    {
        if (!Channel.IsRequest(channel, _session.Role is SessionRole.Dialler, out uint service))
            return null;
        if (channel >= Channel.AcceptingSide && !AcceptorAsks)
            return null;
        return service switch
        {
            Channel.Samgr or Channel.Bundlemgr or Channel.Artifact => service,
            Channel.ByteFrames when _session.Features.HasFlag(SessionFeatures.ByteFrames) => service,
            _ => null,
        };
    }

    private async ValueTask<SessionEnd?> ControlAsync(ReadOnlyMemory<byte> bytes)
    {
        var error = ControlMessage.TryRead(bytes.Span, out var message);
        if (error is not AnswerError.None)
            return await SendControlAsync(ControlMessage.Failed(Channel.Control, error));
        switch (message.Opcode)
        {
            case ControlOpcode.Ping:
                var end = await SendControlAsync(ControlMessage.Pong(message.Token));
                if (end is null)
                    OnPing?.Invoke();
                return end;
            case ControlOpcode.Close:
                return message.Reason <= CloseReason.DuplicateSession ? (SessionEnd)message.Reason : SessionEnd.Normal;
            case ControlOpcode.Error:
                // The peer does not know a channel we asked on: the answer owed there will not come otherwise.
                if (Array.Find(_own, own => own.Channel == message.Channel) is { } asked)
                    asked.Refuse(message.Error);
                return null;
            default:
                return null;
        }
    }

    private async ValueTask<SessionEnd?> SendControlAsync(ControlMessage message)
    {
        int length = message.Write(_control);
        var status = await _session.Stream.SendAsync(Channel.Control, _control.AsMemory(0, length), _task.Now + SendTime);
        return status is StreamStatus.Ok ? null : SessionEnd.Transport;
    }

    // The peer broke a rule of the session: it is told, and the session ends.
    private async ValueTask<SessionEnd?> DefectAsync()
    {
        await _session.SayGoodbyeAsync(CloseReason.Protocol, _task.Now + DsoftbusSettings.GoodbyeTime);
        return SessionEnd.Protocol;
    }
}
