using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Ipc;

/// <content>Sending and receiving through slots, and the life of a capability that moves.</content>
public sealed partial class SlotTable
{
    internal IpcStatus TrySend(int slot, ReadOnlySpan<byte> payload, int moveSlot, ushort type)
    {
        var status = CheckSend(slot, payload.Length, moveSlot, out var endpoint);
        if (status is IpcStatus.Ok)
            endpoint!.Enqueue(payload, this, type, Take(moveSlot));
        return status;
    }

    internal ValueTask<IpcStatus> SendAsync(in SendRequest request, Instant deadline)
    {
        if (Owner.HasEnded)
            return new EndedWait<IpcStatus>().Task;
        var status = CheckSend(request.Slot, request.Payload.Length, request.MoveSlot, out var endpoint);
        if (status is IpcStatus.WouldBlock && endpoint is not null)
        {
            if (request.MoveSlot != 0)
                _slots[request.MoveSlot].IsReserved = true;
            var wait = Kernel.RentSendWait();
            wait.Start(endpoint, this, request, deadline);
            return wait.Task;
        }

        if (status is IpcStatus.Ok)
            endpoint!.Enqueue(request.Payload.Span, this, request.Type, Take(request.MoveSlot));
        if (request.CloseSlot)
            Close(request.Slot);
        return new ValueTask<IpcStatus>(status);
    }

    internal IpcStatus TryReceive(int slot, bool reportLastSender, out Message message)
    {
        var status = CheckReceive(slot, reportLastSender, out _, out message);
        return status;
    }

    internal ValueTask<Message> ReceiveAsync(int slot, Instant deadline, bool reportLastSender)
    {
        if (Owner.HasEnded)
            return new EndedWait<Message>().Task;
        var status = CheckReceive(slot, reportLastSender, out var endpoint, out var message);
        if (status is IpcStatus.Ok)
            return new ValueTask<Message>(message);
        var wait = Kernel.RentReceiveWait();
        if (status is IpcStatus.WouldBlock)
            wait.Start(endpoint!, this, slot, deadline, reportLastSender);
        else
            wait.StartAnswered(this, message);
        return wait.Task;
    }

    internal IpcStatus ReportSenders(int slot)
    {
        var status = Find(slot, out var capability);
        if (status is not IpcStatus.Ok)
            return status;
        if (!capability.Rights.Includes(Rights.Receive) || capability.Target is not Endpoint endpoint)
            return IpcStatus.PermissionDenied;
        endpoint.ReportSenders();
        return IpcStatus.Ok;
    }

    /// <summary>Remembers that <paramref name="endpoint"/> wants to know when this table closes; false: it is closed already.</summary>
    internal bool TellAtEnd(Endpoint endpoint)
    {
        if (_closed)
            return false;
        if (!_tellAtEnd.Contains(endpoint))
            _tellAtEnd.Add(endpoint);
        return true;
    }

    /// <summary>Can the capability of a blocked send still move?</summary>
    internal IpcStatus CheckReserved(int slot)
    {
        var capability = _slots[slot].Capability;
        return capability.Target!.CheckTransfer(capability);
    }

    /// <summary>The blocked send failed: the capability is in its slot as before.</summary>
    internal void CancelMove(int slot) => _slots[slot].IsReserved = false;

    /// <summary>The blocked send succeeded: the capability leaves.</summary>
    internal Capability CommitMove(int slot)
    {
        _slots[slot].IsReserved = false;
        return Take(slot);
    }

    /// <summary>In the order of the kernel interface: rights, length, the capability to move, then what the endpoint checks.</summary>
    private IpcStatus CheckSend(int slot, int bytes, int moveSlot, out Endpoint? endpoint)
    {
        endpoint = null;
        var status = Find(slot, out var capability);
        if (status is not IpcStatus.Ok)
            return status;
        if (!capability.Rights.Includes(Rights.Send) || capability.Target is not Endpoint target)
            return IpcStatus.PermissionDenied;
        if (bytes > IpcLimits.MaxPayload || moveSlot == slot)
            return IpcStatus.InvalidArgument;
        status = moveSlot == 0 ? IpcStatus.Ok : CheckMove(moveSlot);
        if (status is not IpcStatus.Ok)
            return status;
        endpoint = target;
        return target.CheckSpace(bytes);
    }

    private IpcStatus CheckMove(int slot)
    {
        if (Find(slot, out var capability) is not IpcStatus.Ok)
            return IpcStatus.InvalidArgument;
        return capability.Rights.Includes(Rights.Manage)
            ? IpcStatus.PermissionDenied
            : capability.Target!.CheckTransfer(capability);
    }

    private Capability Take(int slot)
    {
        if (slot == 0)
            return default;
        var capability = _slots[slot].Capability;
        Clear(slot);
        capability.Target!.SlotClosed(this, slot);
        return capability.Target.Move(capability);
    }

    /// <summary>Ok, NoSpace and PeerClosed come with the message that says so; WouldBlock with the endpoint to wait at.</summary>
    private IpcStatus CheckReceive(int slot, bool reportLastSender, out Endpoint? endpoint, out Message message)
    {
        endpoint = null;
        var status = Find(slot, out var capability);
        if (status is IpcStatus.Ok)
        {
            endpoint = capability.Target as Endpoint;
            status = CheckReceive(capability.Rights, endpoint, reportLastSender);
            if (status is IpcStatus.Ok)
            {
                endpoint!.TryDequeue(this, out message);
                return message.Status;
            }
        }

        message = new Message(status);
        return status;
    }

    private static IpcStatus CheckReceive(Rights rights, Endpoint? endpoint, bool reportLastSender)
    {
        if (!rights.Includes(Rights.Receive) || endpoint is null)
            return IpcStatus.PermissionDenied;
        if (!endpoint.IsAlive)
            return IpcStatus.NoSuchEndpoint;
        if (endpoint.HasNext)
            return IpcStatus.Ok;
        return reportLastSender && endpoint.HasLostLastSender ? IpcStatus.PeerClosed : IpcStatus.WouldBlock;
    }
}
