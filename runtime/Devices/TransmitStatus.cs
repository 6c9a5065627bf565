namespace DSoftBus.Runtime.Devices;

/// <summary>What became of a frame given to a device.</summary>
public enum TransmitStatus
{
    /// <summary>The device holds a reference of its own until the frame has left.</summary>
    Queued,

    /// <summary>No transmit descriptor is free; <see cref="INetDevice.WaitAsync"/> resumes when one is.</summary>
    Full,

    /// <summary>Longer than an Ethernet header and <see cref="INetDevice.Mtu"/> bytes.</summary>
    TooLong,

    /// <summary>The device failed or was disposed.</summary>
    Down,
}
