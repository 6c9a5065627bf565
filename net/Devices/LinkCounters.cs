namespace DSoftBus.Net.Devices;

/// <summary>What a simulated link did with the frames towards one port. Every frame sent is delivered, lost, dropped, or still on its way; a duplicate counts as one more sent.</summary>
public sealed class LinkCounters
{
    /// <summary>Frames that senders gave, and duplicates.</summary>
    public long Sent { get; internal set; }

    /// <summary>Frames that the port's owner took.</summary>
    public long Delivered { get; internal set; }

    /// <summary>Dropped because the queue was full.</summary>
    public long QueueDropped { get; internal set; }

    /// <summary>Lost behind the line, alone or in bursts.</summary>
    public long Lost { get; internal set; }

    /// <summary>Dropped because the port had no packet buffer for them.</summary>
    public long NoBuffer { get; internal set; }

    public long Duplicated { get; internal set; }

    public long Reordered { get; internal set; }

    public long Corrupted { get; internal set; }

    /// <summary>Bytes of frames that passed the line, without its overhead.</summary>
    public long LineBytes { get; internal set; }

    /// <summary>The most frames and bytes that ever waited for the line.</summary>
    public int PeakQueueFrames { get; internal set; }

    public long PeakQueueBytes { get; internal set; }

    /// <summary>Frames that the link took, whatever the reason.</summary>
    public long Dropped => QueueDropped + Lost + NoBuffer;
}
