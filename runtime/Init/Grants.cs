using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Runtime.Init;

/// <summary>Short forms for writing a manifest.</summary>
public static class Grants
{
    public static SlotGrant Receive(int slot, string endpoint, int depth = IpcLimits.ServiceQueueDepth) => new ReceiveGrant(slot, endpoint, depth);

    public static SlotGrant Send(int slot, string endpoint) => new SendGrant(slot, endpoint);

    public static SlotGrant Device(int slot, DeviceKind kind) => new DeviceGrant(slot, kind);
}
