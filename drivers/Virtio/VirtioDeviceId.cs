namespace DSoftBus.Drivers.Virtio;

/// <summary>What kind of device answers behind a register window (virtio 1.2 section 5). Values not named here are devices without a driver.</summary>
public enum VirtioDeviceId : uint
{
    /// <summary>An empty slot of the bus: the registers answer, no device is there (section 4.2.2.2).</summary>
    None = 0,
    Network = 1,
    Entropy = 4,
}
