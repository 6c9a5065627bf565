using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Runtime.Ipc;

/// <summary>The numbered capabilities of one generation of one task; there is no other way to reach anything.</summary>
/// <remarks>
/// Slot 0 is reserved. New capabilities go into the lowest free slot. A slot whose capability waits in a blocked send
/// counts as used and behaves as empty until the send ended.
/// </remarks>
public sealed partial class SlotTable
{
    /// <summary>Slots 0 to 95.</summary>
    public const int Capacity = IpcLimits.SlotsPerTask;

    private readonly Entry[] _slots = new Entry[Capacity];
    private readonly List<Endpoint> _tellAtEnd = [];
    private ulong _fillings;
    private bool _closed;

    internal SlotTable(IpcKernel kernel, LoopOwner owner, ServiceId serviceId, uint pid, IMemoryPool memory)
    {
        Kernel = kernel;
        Owner = owner;
        ServiceId = serviceId;
        Pid = pid;
        Memory = memory;
    }

    /// <summary>Slots in use.</summary>
    public int Used { get; private set; }

    internal IpcKernel Kernel { get; }

    internal LoopOwner Owner { get; }

    internal ServiceId ServiceId { get; }

    internal uint Pid { get; }

    private IMemoryPool Memory { get; }

    /// <summary>The rights in <paramref name="slot"/>; none when it is empty or no slot.</summary>
    public Rights RightsOf(int slot) => Find(slot, out var capability) is IpcStatus.Ok ? capability.Rights : Rights.None;

    /// <summary>Copies a capability with all its rights into the lowest free slot.</summary>
    public IpcStatus Clone(int slot, out int clone)
    {
        clone = 0;
        var status = Find(slot, out var capability);
        return status is IpcStatus.Ok ? Clone(slot, capability.Rights, out clone) : status;
    }

    /// <summary>Copies a capability with <paramref name="rights"/>, which must be among those it has.</summary>
    /// <returns>
    /// NoSuchEndpoint: empty slot or dead object; PermissionDenied: more rights than there are, or a capability with MANAGE;
    /// InvalidArgument: no such slot number or no rights; NoSpace: no free slot.
    /// </returns>
    public IpcStatus Clone(int slot, Rights rights, out int clone)
    {
        clone = 0;
        var status = Find(slot, out var capability);
        if (status is not IpcStatus.Ok)
            return status;
        if (rights is Rights.None)
            return IpcStatus.InvalidArgument;
        if ((rights & ~capability.Rights) != 0 || capability.Rights.Includes(Rights.Manage))
            return IpcStatus.PermissionDenied;
        if (capability.Target is Endpoint { IsAlive: false })
            return IpcStatus.NoSuchEndpoint;
        var copy = capability with { Rights = rights };
        if (!TryInstall(copy, out clone))
            return IpcStatus.NoSpace;
        copy.Target!.Acquire(copy);
        return IpcStatus.Ok;
    }

    /// <summary>Drops the capability in <paramref name="slot"/>; what waits through it ends with NoSuchEndpoint.</summary>
    /// <returns>NoSuchEndpoint when the slot is empty, InvalidArgument when there is no such slot.</returns>
    public IpcStatus Close(int slot)
    {
        var status = Find(slot, out var capability);
        if (status is not IpcStatus.Ok)
            return status;
        Clear(slot);
        capability.Target!.SlotClosed(this, slot);
        capability.Target.Release(capability);
        return IpcStatus.Ok;
    }

    /// <summary>Reads a slot. A reserved slot looks empty.</summary>
    internal IpcStatus Find(int slot, out Capability capability)
    {
        capability = default;
        if (slot is < 1 or >= Capacity)
            return IpcStatus.InvalidArgument;
        if (_slots[slot].IsReserved || _slots[slot].Capability.IsNone)
            return IpcStatus.NoSuchEndpoint;
        capability = _slots[slot].Capability;
        return IpcStatus.Ok;
    }

    /// <summary>Puts a capability into exactly this slot, when a task is built. The caller has checked that it is free.</summary>
    internal void Place(int slot, in Capability capability)
    {
        if (!_slots[slot].Capability.IsNone)
            throw new InvalidOperationException($"Slot {slot} is taken.");
        Put(slot, capability);
        capability.Target!.Acquire(capability);
    }

    /// <summary>Puts a capability that exists already into the lowest free slot.</summary>
    internal bool TryInstall(in Capability capability, out int slot)
    {
        for (slot = 1; slot < Capacity && !_closed; slot++)
        {
            if (!_slots[slot].Capability.IsNone)
                continue;
            Put(slot, capability);
            return true;
        }

        slot = 0;
        return false;
    }

    /// <summary>Closes everything, when the task ends; nothing can be put in afterwards.</summary>
    internal void CloseAll()
    {
        _closed = true;
        foreach (var endpoint in _tellAtEnd)
            endpoint.SenderEnded(this);
        _tellAtEnd.Clear();
        for (var slot = 1; slot < Capacity; slot++)
        {
            if (_slots[slot].Capability.Target is MemoryObject memoryObject)
                memoryObject.AbandonLease(_slots[slot].Capability);
            Close(slot);
        }
    }

    /// <summary>Which filling of <paramref name="slot"/> this is, so that whoever remembers a slot can tell that another capability is there now.</summary>
    internal ulong FillingOf(int slot) => _slots[slot].Filling;

    private void Put(int slot, in Capability capability)
    {
        _slots[slot] = new Entry { Capability = capability, Filling = ++_fillings };
        Used++;
    }

    private void Clear(int slot)
    {
        _slots[slot] = default;
        Used--;
    }

    private struct Entry
    {
        internal Capability Capability;

        /// <summary>Number of the filling; 0 while the slot is empty.</summary>
        internal ulong Filling;

        /// <summary>The capability belongs to a blocked send that may still give it back.</summary>
        internal bool IsReserved;
    }
}
