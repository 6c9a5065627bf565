using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Ipc;

/// <summary>A view of a slot that holds SEND.</summary>
public readonly struct Sender
{
    private readonly SlotTable _table;

    internal Sender(SlotTable table, int slot)
    {
        _table = table;
        Slot = slot;
    }

    public int Slot { get; }

    /// <summary>Sends without waiting. The payload is copied.</summary>
    /// <param name="payload">At most 8192 bytes.</param>
    /// <param name="moveSlot">
    /// CAP_MOVE: the capability of this slot leaves with the message, on <see cref="IpcStatus.Ok"/> only; on every other status it is where it was.
    /// 0 for none.
    /// </param>
    /// <param name="type">For the receiver; the kernel does not look at it.</param>
    /// <returns>
    /// In this order: NoSuchEndpoint (empty slot), PermissionDenied (no SEND), InvalidArgument (too long, or nothing in <paramref name="moveSlot"/>),
    /// PermissionDenied / NoSuchEndpoint / WouldBlock (the capability may not move; is dead; its memory is leased),
    /// NoSpace (byte budget), NoSuchEndpoint (dead), WouldBlock (queue full).
    /// </returns>
    public IpcStatus TrySend(ReadOnlySpan<byte> payload, int moveSlot = 0, ushort type = 0) =>
        _table.TrySend(Slot, payload, moveSlot, type);

    /// <summary>As <see cref="TrySend"/>, but waits while the queue is full, behind those who came earlier; TimedOut at <paramref name="deadline"/>.</summary>
    /// <remarks>The payload is copied when the message enters the queue: it must not change until the result is there.</remarks>
    public ValueTask<IpcStatus> SendAsync(ReadOnlyMemory<byte> payload, Instant deadline, int moveSlot = 0, ushort type = 0) =>
        _table.SendAsync(new SendRequest(Slot, payload, moveSlot, type, CloseSlot: false), deadline);
}
