using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Ipc;

/// <summary>A view of a slot that holds RECV.</summary>
/// <remarks>
/// PeerClosed and NoSpace describe a state, not an event: a receive that meets the same state says the same again.
/// A server that outlives its clients passes <c>reportLastSender: false</c> and waits for the next one.
/// </remarks>
public readonly struct Receiver
{
    private readonly SlotTable _table;

    internal Receiver(SlotTable table, int slot)
    {
        _table = table;
        Slot = slot;
    }

    public int Slot { get; }

    /// <summary>
    /// From here on the end of a task that sent to this endpoint comes as a message with status SenderEnded, its id and its pid, behind the last
    /// message that it sent. Whoever keeps something for senders frees it then. A new generation of the receiver asks anew.
    /// </summary>
    /// <remarks>While word of one generation waits to be received, word of a later one of the same service takes its place.</remarks>
    public IpcStatus ReportSenders() => _table.ReportSenders(Slot);

    /// <summary>Takes the first message without waiting; <paramref name="message"/> carries the returned status.</summary>
    /// <returns>
    /// Ok; WouldBlock (empty); PeerClosed (empty, and no SEND capability is left); NoSpace (the message moves a capability
    /// and no slot is free: it stays first in the queue); NoSuchEndpoint; PermissionDenied.
    /// </returns>
    public IpcStatus TryReceive(out Message message) => _table.TryReceive(Slot, reportLastSender: true, out message);

    /// <summary>Waits for a message for as long as it takes.</summary>
    public ValueTask<Message> ReceiveAsync() => ReceiveAsync(Instant.Never);

    /// <summary>As <see cref="TryReceive"/>, but waits while the queue is empty, behind those who came earlier; TimedOut at <paramref name="deadline"/>.</summary>
    /// <param name="deadline">When to give up.</param>
    /// <param name="reportLastSender">False: wait on when nobody can send any more (init may restart a sender).</param>
    public ValueTask<Message> ReceiveAsync(Instant deadline, bool reportLastSender = true) =>
        _table.ReceiveAsync(Slot, deadline, reportLastSender);
}
