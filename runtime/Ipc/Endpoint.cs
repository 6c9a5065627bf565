namespace DSoftBus.Runtime.Ipc;

/// <summary>A bounded message queue with its blocked senders and waiting receivers, all first in, first out.</summary>
/// <remarks>Invariants: receivers wait only while the queue is empty; senders wait only while it is full.</remarks>
internal sealed class Endpoint : CapabilityTarget
{
    private readonly IpcKernel _kernel;
    private readonly EndpointOwner _owner;
    private readonly MessageBuffer[] _ring;
    private readonly List<EndedSender> _ended = [];
    private int _head;
    private int _count;
    private int _senders;
    private bool _everHadSender;
    private uint _received;
    private bool _reportsSenders;

    internal Endpoint(IpcKernel kernel, string name, EndpointOwner owner, int depth)
    {
        _kernel = kernel;
        _owner = owner;
        _ring = new MessageBuffer[depth];
        Name = name;
    }

    internal string Name { get; }

    internal bool IsAlive { get; private set; } = true;

    /// <summary>SEND capabilities in slots and in queued messages.</summary>
    internal int SenderCount => _senders;

    internal int QueuedMessages => _count;

    /// <summary>A message, or word of a sender that ended, is there to be received.</summary>
    internal bool HasNext => _count > 0 || _ended.Count > 0;

    internal WaitQueue<SendWait> Blocked { get; } = new();

    internal WaitQueue<ReceiveWait> Receivers { get; } = new();

    /// <summary>Last-sender EOF: somebody could send once, and nobody can now. Queued messages come first.</summary>
    internal bool HasLostLastSender => _everHadSender && _senders == 0 && _count == 0;

    internal override void Acquire(in Capability capability)
    {
        if (!capability.Rights.Includes(Rights.Send))
            return;
        _senders++;
        _everHadSender = true;
    }

    internal override void Release(in Capability capability)
    {
        if (!capability.Rights.Includes(Rights.Send))
            return;
        _senders--;
        if (IsAlive && HasLostLastSender)
            ReportLastSender();
    }

    internal override IpcStatus CheckTransfer(in Capability capability) => IsAlive ? IpcStatus.Ok : IpcStatus.NoSuchEndpoint;

    internal override void SlotClosed(SlotTable table, int slot)
    {
        for (var wait = Receivers.First; wait is not null;)
        {
            var next = wait.Next;
            if (ReferenceEquals(wait.Table, table) && wait.Slot == slot)
                wait.Finish(new Message(IpcStatus.NoSuchEndpoint));
            wait = next;
        }

        for (var wait = Blocked.First; wait is not null;)
        {
            var next = wait.Next;
            if (ReferenceEquals(wait.Table, table) && wait.Slot == slot)
                wait.Fail(IpcStatus.NoSuchEndpoint);
            wait = next;
        }
    }

    /// <summary>The checks of a send after those of its arguments: global budget, owner's budget, alive, depth.</summary>
    /// <remarks>The endpoint's own byte budget (depth times the largest message) cannot be exceeded while the depth holds.</remarks>
    internal IpcStatus CheckSpace(int bytes)
    {
        if (!_kernel.HasBudget(_owner, bytes))
            return IpcStatus.NoSpace;
        if (!IsAlive)
            return IpcStatus.NoSuchEndpoint;
        return _count == _ring.Length ? IpcStatus.WouldBlock : IpcStatus.Ok;
    }

    /// <summary>Queues a message for which <see cref="CheckSpace"/> said Ok and hands it to a waiting receiver.</summary>
    internal void Enqueue(ReadOnlySpan<byte> payload, SlotTable sender, ushort type, in Capability moved)
    {
        Push(payload, sender, type, moved);
        ServeReceivers();
    }

    /// <summary>From here on the receiver is told when a task that sent ends. Those who sent before and are still waiting to be read count.</summary>
    internal void ReportSenders()
    {
        _reportsSenders = true;
        for (var i = 0; i < _count; i++)
            Watch(_ring[(_head + i) % _ring.Length].Sender!);
    }

    /// <summary>A table that sent here is closed. Word of it comes behind what it sent; a later generation's word includes the earlier one's.</summary>
    internal void SenderEnded(SlotTable sender)
    {
        if (!_reportsSenders || !IsAlive)
            return;
        for (var i = 0; i < _ended.Count; i++)
        {
            if (_ended[i].Sender.ServiceId == sender.ServiceId)
                _ended.RemoveAt(i);
        }

        _ended.Add(new EndedSender(sender, _received + (uint)_count));
        ServeReceivers();
    }

    /// <summary>Takes the first message for <paramref name="receiver"/>; its capability goes into that table's lowest free slot.</summary>
    /// <returns>False when the queue is empty; true with status NoSpace when there is no slot, and the message stays first.</returns>
    internal bool TryDequeue(SlotTable receiver, out Message message)
    {
        message = default;
        if (TryTakeEnded(out message))
            return true;
        if (_count == 0)
            return false;
        var buffer = _ring[_head];
        var slot = 0;
        if (!buffer.Moved.IsNone && !receiver.TryInstall(buffer.Moved, out slot))
        {
            message = new Message(IpcStatus.NoSpace);
            return true;
        }

        Pop();
        buffer.Deliver(receiver, slot);
        message = new Message(buffer);
        AdmitBlocked();
        return true;
    }

    /// <summary>Drops what is queued, for a new generation of the receiver. Capabilities in the messages close.</summary>
    internal void DropQueue()
    {
        while (_count > 0)
        {
            var buffer = Pop();
            var moved = buffer.Moved;
            buffer.Return();
            moved.Target?.Release(moved);
        }

        _ended.Clear();
        _reportsSenders = false;
        if (IsAlive)
            AdmitBlocked();
    }

    /// <summary>Ends the endpoint: every waiter sees NoSuchEndpoint, so does every later call.</summary>
    internal void Close()
    {
        if (!IsAlive)
            return;
        IsAlive = false;
        DropQueue();
        while (Receivers.First is { } receiver)
            receiver.Finish(new Message(IpcStatus.NoSuchEndpoint));
        while (Blocked.First is { } sender)
            sender.Fail(IpcStatus.NoSuchEndpoint);
        _kernel.EndpointClosed(_owner);
    }

    private void Push(ReadOnlySpan<byte> payload, SlotTable sender, ushort type, in Capability moved)
    {
        var buffer = _kernel.RentBuffer(payload.Length);
        buffer.Fill(payload, sender, type, moved);
        _ring[(_head + _count) % _ring.Length] = buffer;
        _count++;
        _everHadSender = true;
        _kernel.Charge(_owner, payload.Length);
        if (_reportsSenders)
            Watch(sender);
    }

    private void Watch(SlotTable sender)
    {
        if (!sender.TellAtEnd(this))
            SenderEnded(sender);
    }

    private void ServeReceivers()
    {
        while (HasNext && Receivers.First is { } receiver && TryDequeue(receiver.Table, out var message))
            receiver.Finish(message);
    }

    // Word of a sender is due when all that it sent was received.
    private bool TryTakeEnded(out Message message)
    {
        message = default;
        if (_ended.Count == 0 || (int)(_received - _ended[0].After) < 0)
            return false;
        var buffer = _kernel.RentBuffer(0);
        buffer.Fill([], _ended[0].Sender, 0, default);
        _ended.RemoveAt(0);
        message = new Message(buffer, IpcStatus.SenderEnded);
        return true;
    }

    private MessageBuffer Pop()
    {
        var buffer = _ring[_head];
        _ring[_head] = null!;
        _head = (_head + 1) % _ring.Length;
        _count--;
        _received++;
        _kernel.Charge(_owner, -buffer.Length);
        return buffer;
    }

    /// <summary>Lets blocked senders in, oldest first, while there is room. One whose budget is gone gets NoSpace.</summary>
    private void AdmitBlocked()
    {
        while (_count < _ring.Length && Blocked.First is { } wait)
        {
            var status = CheckSpace(wait.Payload.Length);
            if (status is IpcStatus.Ok && wait.MoveSlot != 0)
                status = wait.Table.CheckReserved(wait.MoveSlot);
            if (status is not IpcStatus.Ok)
            {
                wait.Fail(status);
                continue;
            }

            Blocked.Remove(wait);
            var moved = wait.MoveSlot == 0 ? default : wait.Table.CommitMove(wait.MoveSlot);
            Push(wait.Payload.Span, wait.Table, wait.Type, moved);
            wait.Succeed();
        }
    }

    private void ReportLastSender()
    {
        for (var wait = Receivers.First; wait is not null;)
        {
            var next = wait.Next;
            if (wait.ReportsLastSender)
                wait.Finish(new Message(IpcStatus.PeerClosed));
            wait = next;
        }
    }

    /// <summary>A sender that ended, and how many messages are received when all of its own are.</summary>
    private readonly record struct EndedSender(SlotTable Sender, uint After);
}
