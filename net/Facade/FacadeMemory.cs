using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Net.Facade;

/// <summary>
/// A memory object that travels: during a call of <see cref="FacadeStream"/> or <see cref="FacadeDatagrams"/> it is netstackd's, before and after it
/// is the caller's. Its owner closes it.
/// </summary>
public sealed class FacadeMemory
{
    private readonly SlotTable _slots;

    internal FacadeMemory(SlotTable slots, int slot, int size)
    {
        _slots = slots;
        Slot = slot;
        Size = size;
    }

    /// <summary>Bytes.</summary>
    public int Size { get; }

    /// <summary>Whether the object is the caller's now. After a call that got no answer it never will be again.</summary>
    public bool IsHere => Slot != 0;

    internal int Slot { get; private set; }

    /// <summary>Opens the bytes, for less than an await. False: it is not here, or open already.</summary>
    public bool TryLease(out MemoryLease lease)
    {
        lease = default;
        return IsHere && _slots.Lease(Slot, out lease) == IpcStatus.Ok;
    }

    /// <summary>Frees it; a second call does nothing.</summary>
    public void Close()
    {
        if (IsHere)
            _slots.Close(Slot);
        Slot = 0;
    }

    internal int Take()
    {
        int slot = Slot;
        Slot = 0;
        return slot;
    }

    internal void Return(int slot) => Slot = slot;
}
