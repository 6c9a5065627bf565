using DSoftBus.Runtime.Memory;

namespace DSoftBus.Runtime.Ipc;

/// <content>Memory objects in slots: the data plane, where bytes change hands without being copied.</content>
public sealed partial class SlotTable
{
    /// <summary>Makes a zeroed memory object that this task owns, with MAP, in the lowest free slot.</summary>
    /// <returns>InvalidArgument: not a positive size; NoSpace: no memory or no slot.</returns>
    public IpcStatus CreateMemoryObject(int bytes, out int slot)
    {
        slot = 0;
        if (bytes <= 0)
            return IpcStatus.InvalidArgument;
        if (_closed || Used == Capacity - 1 || !Memory.TryAllocate(bytes, out var memory))
            return IpcStatus.NoSpace;
        var memoryObject = new MemoryObject(memory);
        var capability = new Capability(memoryObject, Rights.Map, memoryObject.Generation);
        TryInstall(capability, out slot);
        memoryObject.Acquire(capability);
        return IpcStatus.Ok;
    }

    /// <summary>Opens the bytes of a memory object until the lease is disposed. One lease at a time.</summary>
    /// <returns>
    /// NoSuchEndpoint: empty slot, or the object was moved away since this capability was made; PermissionDenied: no MAP, or no memory object;
    /// WouldBlock: there is a lease already.
    /// </returns>
    public IpcStatus Lease(int slot, out MemoryLease lease)
    {
        lease = default;
        var status = Find(slot, out var capability);
        if (status is not IpcStatus.Ok)
            return status;
        return capability.Rights.Includes(Rights.Map) && capability.Target is MemoryObject memoryObject
            ? memoryObject.Lease(capability, out lease)
            : IpcStatus.PermissionDenied;
    }
}
