using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Ipc;

/// <summary>A receiver blocked on an empty queue.</summary>
internal sealed class ReceiveWait(Stack<ReceiveWait> pool) : LoopWait<Message>, IQueuedWait<ReceiveWait>
{
    private Endpoint? _endpoint;
    private SlotTable? _table;
    private Message _answer;

    public ReceiveWait? Previous { get; set; }

    public ReceiveWait? Next { get; set; }

    internal SlotTable Table => _table!;

    internal int Slot { get; private set; }

    /// <summary>Wake up with PeerClosed when the last SEND capability goes.</summary>
    internal bool ReportsLastSender { get; private set; }

    internal void Start(Endpoint endpoint, SlotTable table, int slot, Instant deadline, bool reportLastSender)
    {
        Begin(table.Owner, deadline);
        _endpoint = endpoint;
        _table = table;
        Slot = slot;
        ReportsLastSender = reportLastSender;
        endpoint.Receivers.Add(this);
    }

    /// <summary>The answer is known already, but comes in the next turn of the loop: whoever asks again and again lets others run in between.</summary>
    internal void StartAnswered(SlotTable table, in Message answer)
    {
        Begin(table.Owner, Instant.Zero);
        _answer = answer;
    }

    internal override void OnDeadline()
    {
        if (_endpoint is null)
            Complete(_answer);
        else
            Finish(new Message(IpcStatus.TimedOut));
    }

    internal void Finish(in Message message)
    {
        Detach();
        Complete(message);
    }

    protected override void Detach() => _endpoint?.Receivers.Remove(this);

    protected override void DiscardResult() => TakeResult().Dispose();

    protected override void OnRetired()
    {
        _endpoint = null;
        _table = null;
        pool.Push(this);
    }
}
