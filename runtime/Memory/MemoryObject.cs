using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Runtime.Memory;

/// <summary>Memory with one owner at a time. A move begins a new ownership: capabilities of the earlier one open nothing any more.</summary>
internal sealed class MemoryObject(PinnedMemory memory) : CapabilityTarget
{
    private int _capabilities;
    private uint _leases;
    private bool _isLeased;

    internal uint Generation { get; private set; }

    internal override void Acquire(in Capability capability)
    {
        if (capability.Generation == Generation)
            _capabilities++;
    }

    internal override void Release(in Capability capability)
    {
        if (capability.Generation == Generation && --_capabilities == 0 && !_isLeased)
            memory.Dispose();
    }

    internal override IpcStatus CheckTransfer(in Capability capability)
    {
        if (capability.Generation != Generation)
            return IpcStatus.NoSuchEndpoint;
        return _isLeased ? IpcStatus.WouldBlock : IpcStatus.Ok;
    }

    internal override Capability Move(in Capability capability)
    {
        Generation++;
        _capabilities = 1;
        return capability with { Generation = Generation };
    }

    internal IpcStatus Lease(Capability capability, out MemoryLease lease)
    {
        lease = default;
        var status = CheckTransfer(capability);
        if (status is not IpcStatus.Ok)
            return status;
        _isLeased = true;
        lease = new MemoryLease(this, ++_leases, memory.Bytes.Span);
        return IpcStatus.Ok;
    }

    /// <summary>The holder of <paramref name="capability"/> ended, perhaps with a lease that it never gave back: none of its code runs again.</summary>
    internal void AbandonLease(in Capability capability)
    {
        if (capability.Generation == Generation)
            _isLeased = false;
    }

    /// <summary>Ends lease number <paramref name="number"/>, once; memory whose last capability closed meanwhile goes back now.</summary>
    internal void EndLease(uint number)
    {
        if (!_isLeased || number != _leases)
            return;
        _isLeased = false;
        if (_capabilities == 0)
            memory.Dispose();
    }
}
