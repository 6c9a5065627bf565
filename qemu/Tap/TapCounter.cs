namespace DSoftBus.Qemu.Tap;

/// <summary>What a TAP device counts: traffic, system calls, and everything that was lost with its reason.</summary>
public enum TapCounter
{
    FramesReceived,
    BytesReceived,
    FramesSent,
    BytesSent,

    /// <summary>Received frames that were several segments.</summary>
    LongFramesReceived,

    /// <summary>Sent frames that the kernel cut into segments.</summary>
    LongFramesSent,

    /// <summary>Reads that found nothing.</summary>
    EmptyReads,

    /// <summary>Waits in the kernel.</summary>
    Waits,

    /// <summary>Reads put off because no packet buffer was free; the frame waits in the kernel.</summary>
    NoBuffer,

    /// <summary>Received frames without a whole Ethernet header.</summary>
    Runts,

    /// <summary>Received frames that did not fit into the buffers: lost.</summary>
    Oversized,

    /// <summary>Received frames whose header contradicts itself or says what nobody asked for: lost.</summary>
    BadHeaders,

    /// <summary>Reads and writes that ended with an error that has no counter of its own.</summary>
    OtherErrors,

    /// <summary>Frames not taken because the kernel's queue was full (EAGAIN).</summary>
    TransmitFull,

    /// <summary>Sent frames that the kernel had no memory for (ENOBUFS, ENOMEM): lost.</summary>
    TransmitNoMemory,

    /// <summary>Sent frames that the interface, which is down or gone, did not take (EIO, EBADFD): lost.</summary>
    TransmitDown,

    /// <summary>Sent frames that the kernel refused as malformed (EINVAL): lost.</summary>
    TransmitRefused,

    /// <summary>Frames of which the kernel took a part only: lost.</summary>
    TransmitPartial,

    /// <summary>Frames longer than the device takes.</summary>
    TransmitTooLong,
}
