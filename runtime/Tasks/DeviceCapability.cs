using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Init;
using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Runtime.Tasks;

/// <summary>A device in a slot. It neither moves nor clones; when the slot closes, the opened device is reset.</summary>
internal sealed class DeviceCapability(DeviceKind kind, Func<INetDevice?> open) : CapabilityTarget
{
    private INetDevice? _opened;

    /// <exception cref="InvalidOperationException">It is open already.</exception>
    /// <exception cref="DeviceUnavailableException">The machine has none.</exception>
    internal INetDevice Open()
    {
        if (_opened is not null)
            throw new InvalidOperationException($"The {kind} device is open already.");
        return _opened = open() ?? throw new DeviceUnavailableException(kind);
    }

    internal override void Acquire(in Capability capability)
    {
    }

    internal override void Release(in Capability capability)
    {
        _opened?.Dispose();
        _opened = null;
    }

    internal override IpcStatus CheckTransfer(in Capability capability) => IpcStatus.PermissionDenied;
}
