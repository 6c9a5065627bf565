using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Ipc;

/// <summary>A sender blocked on a full queue. It holds the capability to be moved; the slot stays reserved for its return.</summary>
internal sealed class SendWait(Stack<SendWait> pool) : LoopWait<IpcStatus>, IQueuedWait<SendWait>
{
    private Endpoint? _endpoint;
    private SlotTable? _table;
    private bool _closeSlot;

    public SendWait? Previous { get; set; }

    public SendWait? Next { get; set; }

    internal SlotTable Table => _table!;

    internal int Slot { get; private set; }

    internal ReadOnlyMemory<byte> Payload { get; private set; }

    internal int MoveSlot { get; private set; }

    internal ushort Type { get; private set; }

    /// <param name="endpoint">Where the message shall go.</param>
    /// <param name="table">The sender's table.</param>
    /// <param name="message">What to send; its capability has been reserved in <paramref name="table"/>.</param>
    /// <param name="deadline">When the wait ends with TimedOut.</param>
    internal void Start(Endpoint endpoint, SlotTable table, in SendRequest message, Instant deadline)
    {
        Begin(table.Owner, deadline);
        _endpoint = endpoint;
        _table = table;
        Slot = message.Slot;
        Payload = message.Payload;
        MoveSlot = message.MoveSlot;
        Type = message.Type;
        _closeSlot = message.CloseSlot;
        endpoint.Blocked.Add(this);
    }

    internal override void OnDeadline() => Fail(IpcStatus.TimedOut);

    /// <summary>Leaves the queue without having sent: the capability returns to its slot.</summary>
    internal void Fail(IpcStatus status)
    {
        Detach();
        Finish(status);
    }

    /// <summary>The message is in the queue.</summary>
    internal void Succeed() => Finish(IpcStatus.Ok);

    protected override void Detach()
    {
        _endpoint!.Blocked.Remove(this);
        if (MoveSlot != 0)
            Table.CancelMove(MoveSlot);
    }

    protected override void OnRetired()
    {
        _endpoint = null;
        _table = null;
        Payload = default;
        pool.Push(this);
    }

    private void Finish(IpcStatus status)
    {
        Complete(status);
        if (_closeSlot)
            Table.Close(Slot);
    }
}
