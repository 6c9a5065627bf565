namespace DSoftBus.Runtime.Ipc;

/// <summary>The pooled storage of one message, from the send until the receiver disposes it.</summary>
/// <remarks>Two sizes, because most messages are small and a queue of 8 KiB buffers per endpoint would cost megabytes.</remarks>
internal sealed class MessageBuffer(int size, Stack<MessageBuffer> pool)
{
    internal const int SmallSize = 512;

    private readonly byte[] _bytes = new byte[size];
    private int _movedSlot;
    private ulong _filling;

    internal int Length { get; private set; }

    internal SlotTable? Sender { get; private set; }

    internal ServiceId SenderId => Sender!.ServiceId;

    internal uint SenderPid => Sender!.Pid;

    internal ushort Type { get; private set; }

    /// <summary>The capability that travels with the message while it is queued.</summary>
    internal Capability Moved { get; private set; }

    /// <summary>Where the moved capability lies at the receiver; 0 for none, taken, or closed meanwhile (even when the slot was filled again).</summary>
    internal int MovedSlot => _movedSlot != 0 && Receiver!.FillingOf(_movedSlot) == _filling ? _movedSlot : 0;

    internal SlotTable? Receiver { get; private set; }

    /// <summary>Grows with every return to the pool, so that a stale <see cref="Message"/> is recognised.</summary>
    internal uint Generation { get; private set; }

    internal ReadOnlyMemory<byte> Payload => _bytes.AsMemory(0, Length);

    internal void Fill(ReadOnlySpan<byte> payload, SlotTable sender, ushort type, in Capability moved)
    {
        payload.CopyTo(_bytes);
        Length = payload.Length;
        Sender = sender;
        Type = type;
        Moved = moved;
    }

    internal void Deliver(SlotTable receiver, int movedSlot)
    {
        Receiver = receiver;
        _movedSlot = movedSlot;
        _filling = receiver.FillingOf(movedSlot);
        Moved = default;
    }

    internal int TakeMovedSlot()
    {
        var slot = MovedSlot;
        _movedSlot = 0;
        return slot;
    }

    internal void Return()
    {
        Generation++;
        Receiver = null;
        Sender = null;
        _movedSlot = 0;
        Moved = default;
        pool.Push(this);
    }
}
