namespace DSoftBus.Drivers.VirtioNet;

/// <summary>What one network device did and dropped since it was opened. Every frame that came in is in exactly one of received and dropped.</summary>
public sealed class VirtioNetCounters
{
    public long Received { get; internal set; }

    public long ReceivedBytes { get; internal set; }

    /// <summary>The device returned fewer bytes than the virtio and Ethernet headers need.</summary>
    public long DroppedShort { get; internal set; }

    /// <summary>A frame longer than the MTU and its headers.</summary>
    public long DroppedOversized { get; internal set; }

    /// <summary>The device claims to have written more than the buffer holds.</summary>
    public long DroppedBadLength { get; internal set; }

    /// <summary>No packet buffer was free to take the place of the received one, so that one went straight back to the device.</summary>
    public long DroppedNoBuffer { get; internal set; }

    public long Transmitted { get; internal set; }

    public long TransmittedBytes { get; internal set; }

    public long TransmitFull { get; internal set; }

    public long TransmitTooLong { get; internal set; }

    public long Interrupts { get; internal set; }

    /// <summary>Times that a ring was found corrupt; the device is down afterwards.</summary>
    public long QueueCorrupt { get; internal set; }
}
