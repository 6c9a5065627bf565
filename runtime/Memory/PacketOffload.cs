namespace DSoftBus.Runtime.Memory;

/// <summary>What a device is asked to finish in a frame to send, or has already done with a received one (virtio 1.2 section 5.1.6). The default asks and says nothing.</summary>
public readonly record struct PacketOffload
{
    /// <summary>To send: where the summed bytes begin, counted in bytes from the start of the first buffer (not of its window, which headers still move); 0: the checksum is complete.</summary>
    /// <remarks>The field itself then holds the checksum of the pseudo header, not inverted.</remarks>
    public int ChecksumStart { get; init; }

    /// <summary>Bytes from <see cref="ChecksumStart"/> to the checksum field: 16 for TCP, 6 for UDP.</summary>
    public int ChecksumField { get; init; }

    /// <summary>Octets of TCP text in each segment that the frame is to be cut into, or was put together from; 0: it is one segment.</summary>
    /// <remarks>To send, the first buffer holds all headers and no text, and <see cref="ChecksumStart"/> is set.</remarks>
    public int SegmentSize { get; init; }

    /// <summary>Received: the TCP or UDP checksum was verified, or the sender is on this machine and left it out; it must not be looked at again.</summary>
    public bool ChecksumVerified { get; init; }

    /// <summary>Whether the device has a checksum to fill in.</summary>
    public bool NeedsChecksum => ChecksumStart != 0;
}
