namespace DSoftBus.Net.Stack;

/// <summary>What became of a packet that was to be sent.</summary>
public enum SendStatus : byte
{
    /// <summary>Given to the device, to the loopback queue, or to the neighbour cache until its address is known.</summary>
    Sent = 0,

    /// <summary>The interface has no address.</summary>
    NoAddress,

    /// <summary>The destination is off the link and there is no gateway.</summary>
    NoRoute,

    /// <summary>Not a destination: 0.0.0.0, loopback or reserved addresses on the wire.</summary>
    BadDestination,

    /// <summary>More than one packet of the device's MTU; only ICMP echoes go out in pieces.</summary>
    TooLong,

    /// <summary>No free packet buffer.</summary>
    NoBuffer,

    /// <summary>The device's or the loopback queue is full; worth another try after the next poll.</summary>
    QueueFull,

    /// <summary>The device is gone.</summary>
    DeviceDown,
}
