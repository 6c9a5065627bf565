namespace DSoftBus.Runtime.Ipc;

/// <summary>What a capability can stand for: an endpoint, a memory object, a device.</summary>
internal abstract class CapabilityTarget
{
    /// <summary>One more capability for this object exists.</summary>
    internal abstract void Acquire(in Capability capability);

    /// <summary>A capability for this object is gone.</summary>
    internal abstract void Release(in Capability capability);

    /// <summary>Ok, or why the capability cannot move (or be cloned) now.</summary>
    internal abstract IpcStatus CheckTransfer(in Capability capability);

    /// <summary>The capability changes its holder: what arrives at the other side.</summary>
    internal virtual Capability Move(in Capability capability) => capability;

    /// <summary>A slot lost its capability: ends what still waits through it.</summary>
    internal virtual void SlotClosed(SlotTable table, int slot)
    {
    }
}
