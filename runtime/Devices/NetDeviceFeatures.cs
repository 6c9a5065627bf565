namespace DSoftBus.Runtime.Devices;

/// <summary>What a network device does for the stack.</summary>
[Flags]
public enum NetDeviceFeatures
{
    None = 0,

    /// <summary>The device fills in the checksum of a sent frame where <see cref="Memory.PacketBuffer.Offload"/> asks for it.</summary>
    TransmitChecksum = 1,

    /// <summary>A received frame may say in <see cref="Memory.PacketBuffer.Offload"/> that its checksum needs no look; one that does not say so needs it.</summary>
    ReceiveChecksum = 2,

    /// <summary>The device cuts a sent TCP/IPv4 frame with a segment size into segments; needs <see cref="TransmitChecksum"/>. See <see cref="INetDevice.SegmentationLimit"/>.</summary>
    TransmitSegmentation = 4,

    /// <summary>A received TCP/IPv4 frame may be longer than the MTU: several segments put together, as a chain of buffers.</summary>
    ReceiveCoalescing = 8,
}
