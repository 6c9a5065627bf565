using DSoftBus.Net.Facade;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Udp;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Netstackd;

/// <summary>
/// The sockets facade (netstackd-ipc.md): takes requests, answers each at once or when its event comes. Handles belong to the sender that
/// made them. Nothing here waits.
/// </summary>
/// <remarks>Parts: this file holds tables, senders and replies, <c>.Operations</c> the operations, <c>.Settings</c> those of streams,
/// <c>.Objects</c> those with memory objects, <c>.Deferred</c> what is answered later.</remarks>
internal sealed partial class FacadeServer
{
    private const int MaximumSenders = 64;

    private readonly TaskContext _task;
    private readonly StackDriver _driver;
    private readonly NetstackSettings _settings;
    private readonly ReplySender _replies;
    private readonly HandleTable<TcpListener> _listeners;
    private readonly HandleTable<TcpConnection> _streams;
    private readonly HandleTable<UdpSocket> _sockets;
    private readonly Dictionary<ServiceId, uint> _senders = [];
    private readonly byte[] _reply = new byte[FacadeLimits.LargestReply];
    private readonly byte[] _data = new byte[FacadeLimits.Datagram];

    public FacadeServer(TaskContext task, StackDriver driver, NetstackSettings settings)
    {
        (_task, _driver, _settings) = (task, driver, settings);
        _replies = new ReplySender(task, settings, driver.Stack.Counters);
        _listeners = new HandleTable<TcpListener>(settings.Listeners, Share(settings.Listeners));
        _streams = new HandleTable<TcpConnection>(settings.Streams, Share(settings.Streams));
        _sockets = new HandleTable<UdpSocket>(settings.UdpSockets, Share(settings.UdpSockets));
        driver.Polled = CheckDeferred;
        driver.OwnDeadline = () => DeferredDeadline;

        int Share(int places) => Math.Max(places / settings.OwnerShare, 1);
    }

    /// <summary>Handles of all kinds.</summary>
    public int Handles => _listeners.Count + _streams.Count + _sockets.Count;

    /// <summary>Serves for ever.</summary>
    public async ValueTask ServeAsync(Receiver requests)
    {
        requests.ReportSenders();
        while (true)
        {
            using var request = await requests.ReceiveAsync(Instant.Never, reportLastSender: false);
            if (request.Status == IpcStatus.NoSpace)
                DropOldestDeferred();
            else if (request.Status == IpcStatus.Ok)
                OnRequest(request);
            else if (request.Status == IpcStatus.SenderEnded)
                OnSenderEnded(request.SenderId, request.SenderPid);
            else
                throw new InvalidOperationException($"The request endpoint is gone: {request.Status}.");
        }
    }

    private void OnRequest(in Message request)
    {
        Count(NetCounter.FacadeRequests);
        NoteSender(request.SenderId, request.SenderPid);
        var error = FacadeRequest.TryParse(request.Payload, out var call);
        bool bringsObject = IsObject(request.MovedSlot);
        if (error != FacadeError.None)
        {
            // Section 3: only where the length matched is the nonce's place known.
            var operation = error == FacadeError.BadHeader ? FacadeOperation.None : call.Operation;
            Refuse(request, operation, error == FacadeError.BadField ? Status(call, FacadeStatus.Malformed) : FacadeReply.Malformed(operation));
        }
        else if (bringsObject != TakesObject(call.Operation))
        {
            Refuse(request, call.Operation, Status(call, FacadeStatus.Malformed));
        }
        else if (bringsObject)
        {
            HandleObject(request, call);
        }
        else
        {
            Handle(request, call);
        }

        _driver.Kick();
    }

    // An object goes back, and a request that should have brought one is answered where it would have gone back to.
    private void Refuse(in Message request, FacadeOperation operation, in FacadeReply reply)
    {
        Count(NetCounter.FacadeMalformed);
        if (IsObject(request.MovedSlot) || (request.MovedSlot == 0 && TakesObject(operation)))
            AnswerObject(request.TakeMovedSlot(), request.SenderId, reply);
        else
            Answer(request, reply);
    }

    private void Count(NetCounter counter) => _driver.Stack.Counters.Increment(counter);

    // Another pid of the same service is another generation of it: what the old one had is closed (decisions.md, facade additions).
    private void NoteSender(ServiceId sender, uint pid)
    {
        if (_senders.TryGetValue(sender, out uint known) && known == pid)
            return;
        if (known != 0)
            CloseAllOf(sender);
        if (_senders.Count < MaximumSenders || known != 0)
            _senders[sender] = pid;
    }

    // It said nothing, it is gone: nobody may ever use its handles again.
    private void OnSenderEnded(ServiceId sender, uint pid)
    {
        if (!_senders.TryGetValue(sender, out uint known) || known != pid)
            return;
        CloseAllOf(sender);
        _senders.Remove(sender);
        _driver.Kick();
    }

    private void CloseAllOf(ServiceId sender)
    {
        Count(NetCounter.FacadeSendersEnded);
        DropDeferredOf(sender);
        CloseChannelOf(sender);
        foreach (uint handle in _listeners.Of(sender))
            CloseHandle(HandleKind.Listener, handle, sender);
        foreach (uint handle in _streams.Of(sender))
            CloseHandle(HandleKind.Stream, handle, sender);
        foreach (uint handle in _sockets.Of(sender))
            CloseHandle(HandleKind.Udp, handle, sender);
    }

    private FacadeStatus CloseHandle(HandleKind kind, uint handle, ServiceId sender)
    {
        var status = FacadeStatus.NotFound;
        if (kind == HandleKind.Listener && (status = Find(_listeners, handle, sender, out var listener)) == FacadeStatus.Ok)
        {
            _listeners.Remove(handle);
            listener!.Close();
        }
        else if (kind == HandleKind.Stream && (status = Find(_streams, handle, sender, out var stream)) == FacadeStatus.Ok)
        {
            _streams.Remove(handle);
            stream!.Release(_task.Now);
        }
        else if (kind == HandleKind.Udp && (status = Find(_sockets, handle, sender, out var socket)) == FacadeStatus.Ok)
        {
            _sockets.Remove(handle);
            socket!.Close(_task.Now);
        }

        if (status == FacadeStatus.Ok)
        {
            Count(NetCounter.FacadeHandlesClosed);
            EndWait(kind, handle, FacadeStatus.NotFound);
        }

        return status;
    }

    private static FacadeStatus Find<T>(HandleTable<T> table, uint handle, ServiceId sender, out T? item)
        where T : class
    {
        if (!table.TryGet(handle, sender, out bool owned, out item))
            return FacadeStatus.NotFound;
        return owned ? FacadeStatus.Ok : FacadeStatus.Denied;
    }

    private static FacadeReply Status(in FacadeRequest call, FacadeStatus status) => new() { Operation = call.Operation, Status = status, Nonce = call.Nonce };

    private void Answer(in Message request, in FacadeReply reply)
    {
        if (request.MovedSlot != 0)
            Answer(request.TakeMovedSlot(), request.SenderId, reply);
    }

    private void Answer(int slot, ServiceId sender, in FacadeReply reply)
    {
        if (slot == 0)
            return;
        CountRefusal(reply.Status);
        int length = reply.Emit(_reply);
        if (!_replies.Send(slot, _reply.AsSpan(0, length)))
            OnInboxGone(sender);
    }

    // Its inbox is gone, so the sender is.
    private void OnInboxGone(ServiceId sender)
    {
        if (_closing)
            return;
        _closing = true;
        CloseAllOf(sender);
        _senders.Remove(sender);
        _closing = false;
    }

    private void CountRefusal(FacadeStatus status)
    {
        if (status == FacadeStatus.Limit)
            Count(NetCounter.FacadeLimited);
        else if (status == FacadeStatus.Denied)
            Count(NetCounter.FacadeDenied);
    }
}
