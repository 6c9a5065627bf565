using DSoftBus.Net.Dns;
using DSoftBus.Net.Facade;
using DSoftBus.Net.Icmp;
using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Netstackd;

/// <summary>WAIT, ICMP_PING and DNS_A: answered when their event comes. Looked through after each poll of the stack.</summary>
internal sealed partial class FacadeServer
{
    private const ushort PingIdentifier = 0x4e58; // networking.md section 3
    private const int PingPayload = 16;

    private readonly List<DeferredReply> _deferred = [];
    private bool _closing;

    private Instant DeferredDeadline
    {
        get
        {
            var next = Instant.Never;
            foreach (var deferred in _deferred)
                next = Instant.Min(next, deferred.Deadline);
            return next;
        }
    }

    private void Wait(in Message request, in FacadeRequest call)
    {
        var status = ReadinessOf(call.Kind, call.Handle, request.SenderId, out var ready);
        ready &= call.Events;
        if (status != FacadeStatus.Ok || ready != FacadeEvents.None || call.Timeout == 0)
        {
            // A waiter that this one replaces learns the same by asking again.
            EndWait(call.Kind, call.Handle, FacadeStatus.Ok, request.SenderId);
            Answer(request, status == FacadeStatus.Ok ? WithValue(call, (ushort)ready) : Status(call, status));
            return;
        }

        // One outstanding per handle: the older one ends with nothing ready.
        EndWait(call.Kind, call.Handle, FacadeStatus.Ok, request.SenderId);
        var deadline = call.Timeout == FacadeLimits.NoTimeout ? Instant.Never : Now + TimeSpan.FromMilliseconds(call.Timeout);
        Defer(request, call, call.Handle, deadline);
    }

    private void Ping(in Message request, in FacadeRequest call)
    {
        var deadline = Now + TimeSpan.FromMilliseconds(call.Timeout);
        var status = _driver.Stack.Icmp.TryPing(call.Address, PingIdentifier, 1, PingPayload, deadline, Now, out uint id);
        if (status == SendStatus.Sent)
            Defer(request, call, id, Instant.Never);
        else
            Answer(request, Status(call, status is SendStatus.QueueFull or SendStatus.NoBuffer ? FacadeStatus.Limit : FacadeStatus.TimedOut));
    }

    private void Resolve(in Message request, in FacadeRequest call)
    {
        var status = _driver.Stack.Dns.TryStart(call.Data, Now, out uint id);
        if (status == DnsStartStatus.Started)
        {
            Defer(request, call, id, Instant.Never);
            return;
        }

        Answer(request, Status(call, status switch
        {
            DnsStartStatus.BadName => FacadeStatus.Malformed,
            DnsStartStatus.TableFull => FacadeStatus.Limit,
            _ => FacadeStatus.Io,
        }));
    }

    private void Defer(in Message request, in FacadeRequest call, uint handle, Instant deadline)
    {
        if (request.MovedSlot == 0)
            return;
        if (_deferred.Count == _settings.Deferred)
        {
            Answer(request, Status(call, FacadeStatus.Limit));
            return;
        }

        _deferred.Add(new DeferredReply(call.Operation, request.TakeMovedSlot(), call.Nonce, request.SenderId, deadline, call.Kind, handle, call.Events));
    }

    private void CheckDeferred(Instant now)
    {
        for (int i = 0; i < _deferred.Count; i++)
        {
            var deferred = _deferred[i];
            if (!TryFinish(deferred, now, out var reply))
                continue;
            _deferred.RemoveAt(i);
            Answer(deferred.Slot, deferred.Owner, reply);

            // An answer may end the sender's other waits.
            i = -1;
        }
    }

    private bool TryFinish(in DeferredReply deferred, Instant now, out FacadeReply reply)
    {
        reply = default;
        switch (deferred.Operation)
        {
            case FacadeOperation.Wait:
                var status = ReadinessOf(deferred.Kind, deferred.Handle, deferred.Owner, out var ready);
                ready &= deferred.Events;
                if (status == FacadeStatus.Ok && ready == FacadeEvents.None && now < deferred.Deadline)
                    return false;
                reply = new FacadeReply { Operation = deferred.Operation, Status = status, Value = (ushort)ready, Nonce = deferred.Nonce };
                return true;
            case FacadeOperation.IcmpPing:
                return TryFinishPing(deferred, out reply);
            default:
                return TryFinishLookup(deferred, out reply);
        }
    }

    private bool TryFinishPing(in DeferredReply deferred, out FacadeReply reply)
    {
        reply = default;
        var result = _driver.Stack.Icmp.Check(deferred.Handle);
        if (result.State == EchoState.Pending)
            return false;
        reply = new FacadeReply
        {
            Operation = deferred.Operation,
            Status = result.State == EchoState.Replied ? FacadeStatus.Ok : FacadeStatus.TimedOut,
            Value = (ushort)Math.Min(result.RoundTrip.TotalMilliseconds, ushort.MaxValue),
            Nonce = deferred.Nonce,
        };
        return true;
    }

    private bool TryFinishLookup(in DeferredReply deferred, out FacadeReply reply)
    {
        Span<Ipv4Address> addresses = stackalloc Ipv4Address[FacadeLimits.Addresses];
        reply = default;
        var state = _driver.Stack.Dns.Check(deferred.Handle, addresses, out int count);
        if (state == DnsState.Pending)
            return false;
        for (int i = 0; i < count; i++)
            addresses[i].Write(_data.AsSpan(i * Ipv4Address.Length));
        reply = new FacadeReply
        {
            Operation = deferred.Operation,
            Status = state switch
            {
                DnsState.Resolved => FacadeStatus.Ok,
                DnsState.NotFound => FacadeStatus.NotFound,
                DnsState.TimedOut => FacadeStatus.TimedOut,
                _ => FacadeStatus.Io,
            },
            Data = _data.AsSpan(0, count * Ipv4Address.Length),
            Nonce = deferred.Nonce,
        };
        return true;
    }

    // A stream that failed answers WAIT with its failure.
    private FacadeStatus ReadinessOf(HandleKind kind, uint handle, ServiceId sender, out FacadeEvents ready)
    {
        ready = FacadeEvents.None;
        FacadeStatus status;
        switch (kind)
        {
            case HandleKind.Listener:
                if ((status = Find(_listeners, handle, sender, out var listener)) == FacadeStatus.Ok)
                    ready = (FacadeEvents)listener!.Readiness;
                return status;
            case HandleKind.Stream:
                if ((status = Find(_streams, handle, sender, out var stream)) != FacadeStatus.Ok)
                    return status;
                ready = (FacadeEvents)stream!.Readiness;
                return stream.Failure == TcpFailure.None ? FacadeStatus.Ok : FacadeStatus.Io;
            default:
                if ((status = Find(_sockets, handle, sender, out var socket)) == FacadeStatus.Ok)
                    ready = FacadeEvents.Writable | (socket!.IsReadable ? FacadeEvents.Readable : FacadeEvents.None);
                return status;
        }
    }

    // Ends the WAIT of a handle, if there is one: with nothing ready, or because the handle is closed.
    private void EndWait(HandleKind kind, uint handle, FacadeStatus status, ServiceId? owner = null)
    {
        for (int i = 0; i < _deferred.Count; i++)
        {
            var ended = _deferred[i];
            if (ended.Operation != FacadeOperation.Wait || ended.Kind != kind || ended.Handle != handle || (owner is { } asker && ended.Owner != asker))
                continue;
            _deferred.RemoveAt(i);
            Answer(ended.Slot, ended.Owner, new FacadeReply { Operation = FacadeOperation.Wait, Status = status, Nonce = ended.Nonce });
            return;
        }
    }

    // The sender is gone: nobody hears these, their capabilities just close.
    private void DropDeferredOf(ServiceId sender)
    {
        for (int i = _deferred.Count - 1; i >= 0; i--)
        {
            var deferred = _deferred[i];
            if (deferred.Owner != sender)
                continue;
            _deferred.RemoveAt(i);
            _task.Slots.Close(deferred.Slot);
            Forget(deferred);
        }
    }

    // What the stack keeps for a request that nobody waits for any more.
    private void Forget(in DeferredReply deferred)
    {
        if (deferred.Operation == FacadeOperation.DnsA)
            _driver.Stack.Dns.Cancel(deferred.Handle, Now);
        else if (deferred.Operation == FacadeOperation.IcmpPing)
            _driver.Stack.Icmp.Cancel(deferred.Handle);
    }

    // No slot is free for the next request's reply capability: the oldest waiter gives its up.
    private void DropOldestDeferred()
    {
        if (_deferred.Count == 0)
            throw new InvalidOperationException("All slots are taken and none by a waiting reply.");
        var oldest = _deferred[0];
        _deferred.RemoveAt(0);
        Count(NetCounter.FacadeWaitsDropped);
        Forget(oldest);
        Answer(oldest.Slot, oldest.Owner, new FacadeReply { Operation = oldest.Operation, Status = FacadeStatus.Limit, Nonce = oldest.Nonce });
    }
}
