namespace DSoftBus.Drivers.Virtio;

/// <summary>Where the parts of one split virtqueue lie in device memory (virtio 1.2 section 2.7), as byte offsets.</summary>
/// <remarks>
/// <code>
/// descriptor table  16 bytes per descriptor, aligned to 16
/// available ring    flags u16, idx u16, ring u16 each, used_event u16, aligned to 2
/// used ring         flags u16, idx u16, ring {id u32, len u32} each, avail_event u16, aligned to 4
/// headers           HeaderLength bytes per descriptor: for data that has no room for its header in front
/// </code>
/// </remarks>
public readonly record struct QueueLayout
{
    /// <summary>Descriptors that one queue of ours may have; the bound on every table here.</summary>
    public const int MaximumSize = 1024;

    public const int DescriptorLength = 16;
    public const int UsedElementLength = 8;
    public const int RingHeaderLength = 4;
    private const int RingTrailerLength = 2;

    /// <param name="size">Descriptors: a power of two up to <see cref="MaximumSize"/>.</param>
    /// <param name="headerLength">Bytes of header memory per descriptor; 0 for none.</param>
    /// <param name="offset">First byte of the queue in its memory, a multiple of 16.</param>
    public QueueLayout(int size, int headerLength, int offset)
    {
        if (size is < 2 or > MaximumSize || !System.Numerics.BitOperations.IsPow2(size))
            throw new ArgumentOutOfRangeException(nameof(size), size, "A split virtqueue has a power of two of descriptors.");
        ArgumentOutOfRangeException.ThrowIfNotEqual(offset % DescriptorLength, 0);
        Size = size;
        HeaderLength = headerLength;
        DescriptorOffset = offset;
        AvailableOffset = offset + (size * DescriptorLength);
        UsedEventOffset = AvailableOffset + RingHeaderLength + (size * sizeof(ushort));
        UsedOffset = Align(UsedEventOffset + RingTrailerLength, 4);
        AvailableEventOffset = UsedOffset + RingHeaderLength + (size * UsedElementLength);
        HeaderOffset = Align(AvailableEventOffset + RingTrailerLength, DescriptorLength);
        End = Align(HeaderOffset + (size * headerLength), DescriptorLength);
    }

    public int Size { get; }

    public int HeaderLength { get; }

    public int DescriptorOffset { get; }

    public int AvailableOffset { get; }

    /// <summary>Where the driver says at which used index it wants an interrupt, at the end of the available ring.</summary>
    public int UsedEventOffset { get; }

    public int UsedOffset { get; }

    /// <summary>Where the device says at which available index it wants a notification, at the end of the used ring.</summary>
    public int AvailableEventOffset { get; }

    public int HeaderOffset { get; }

    /// <summary>First byte behind the queue, a multiple of 16.</summary>
    public int End { get; }

    private static int Align(int value, int alignment) => (value + alignment - 1) & -alignment;
}
