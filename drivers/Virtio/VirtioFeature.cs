namespace DSoftBus.Drivers.Virtio;

/// <summary>Feature bits that concern every device (virtio 1.2 section 6).</summary>
public static class VirtioFeature
{
    /// <summary>VIRTIO_F_INDIRECT_DESC: one descriptor may stand for a table of descriptors (section 2.7.5.3).</summary>
    public const ulong IndirectDescriptors = 1UL << 28;

    /// <summary>VIRTIO_F_EVENT_IDX: each side says at which index it wants to hear of the other (sections 2.7.7 and 2.7.10).</summary>
    public const ulong EventIndex = 1UL << 29;

    /// <summary>The device follows virtio 1.0 or later. Every driver here requires it.</summary>
    public const ulong Version1 = 1UL << 32;
}
