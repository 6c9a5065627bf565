namespace DSoftBus.Drivers.VirtioNet;

/// <summary>What one network device did and dropped since it was opened. Every frame that came in is in exactly one of received and dropped.</summary>
public sealed class VirtioNetCounters
{
    public long Received { get; internal set; }

    public long ReceivedBytes { get; internal set; }

    /// <summary>Of the received: those spread over several buffers.</summary>
    public long ReceivedChains { get; internal set; }

    /// <summary>Of the received: those whose checksum need not be looked at.</summary>
    public long ReceivedVerified { get; internal set; }

    /// <summary>The device returned fewer bytes than the virtio and Ethernet headers need, or an empty buffer within a frame.</summary>
    public long DroppedShort { get; internal set; }

    /// <summary>A frame longer than the MTU and its headers, or than the largest IP packet when it was put together from segments.</summary>
    public long DroppedOversized { get; internal set; }

    /// <summary>The device claims to have written more than the buffer holds.</summary>
    public long DroppedBadLength { get; internal set; }

    /// <summary>A frame over no buffer at all, or over several although only frames that fit into one were negotiated.</summary>
    public long DroppedBadCount { get; internal set; }

    /// <summary>A header that says what was not negotiated, or points outside of its frame.</summary>
    public long DroppedBadOffload { get; internal set; }

    /// <summary>No packet buffer was free to take the place of a received one, so the frame's buffers went straight back.</summary>
    public long DroppedNoBuffer { get; internal set; }

    public long Transmitted { get; internal set; }

    public long TransmittedBytes { get; internal set; }

    /// <summary>Of the transmitted: those whose checksum was left to the device.</summary>
    public long TransmittedPartial { get; internal set; }

    /// <summary>Of the transmitted: those that the device was to cut into segments.</summary>
    public long TransmittedSegmented { get; internal set; }

    public long TransmitFull { get; internal set; }

    public long TransmitTooLong { get; internal set; }

    /// <summary>Times that the device was told of frames to send: each costs an exit from the guest.</summary>
    public long TransmitNotifications { get; internal set; }

    public long Interrupts { get; internal set; }

    /// <summary>Times that a ring was found corrupt; the device is down afterwards.</summary>
    public long QueueCorrupt { get; internal set; }

    internal void Count(ReceiveDrop drop)
    {
        switch (drop)
        {
            case ReceiveDrop.Short: DroppedShort++; break;
            case ReceiveDrop.Oversized: DroppedOversized++; break;
            case ReceiveDrop.BadLength: DroppedBadLength++; break;
            case ReceiveDrop.BadCount: DroppedBadCount++; break;
            case ReceiveDrop.BadOffload: DroppedBadOffload++; break;
            default: DroppedNoBuffer++; break;
        }
    }
}
