namespace DSoftBus.Drivers.Virtio;

/// <summary>Who writes the data buffers of a queue.</summary>
public enum QueueDirection : byte
{
    /// <summary>The driver fills the buffers, the device reads them (transmit).</summary>
    DeviceReads,

    /// <summary>The device fills the buffers (receive, entropy).</summary>
    DeviceWrites,
}
