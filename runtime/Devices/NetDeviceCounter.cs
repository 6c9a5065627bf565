namespace DSoftBus.Runtime.Devices;

/// <summary>What network devices count, each from its opening on; a device leaves at zero what it does not know. Append only: the facade's STAT shows these numbers.</summary>
public enum NetDeviceCounter
{
    Received = 0,
    ReceivedBytes = 1,
    Transmitted = 2,
    TransmittedBytes = 3,

    /// <summary>Received, and lost: shorter than its own headers.</summary>
    DroppedShort = 4,

    /// <summary>Received, and lost: longer than the device takes.</summary>
    DroppedOversized = 5,

    /// <summary>Received, and lost: the other side's description of it (length, pieces, offloads) cannot be.</summary>
    DroppedMalformed = 6,

    /// <summary>Received, and lost or put off: no packet buffer was free.</summary>
    DroppedNoBuffer = 7,

    /// <summary>Not taken for sending: the queue was full.</summary>
    TransmitFull = 8,

    /// <summary>Not taken for sending: too long.</summary>
    TransmitTooLong = 9,

    /// <summary>Taken for sending, and lost.</summary>
    TransmitFailed = 10,

    /// <summary>Times that a queue was found corrupt; the device is down afterwards.</summary>
    QueueCorrupt = 11,

    /// <summary>Interrupts or waits that ended.</summary>
    Interrupts = 12,

    /// <summary>Times that the other side was told of frames to send.</summary>
    Notifications = 13,
}
