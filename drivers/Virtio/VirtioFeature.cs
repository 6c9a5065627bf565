namespace DSoftBus.Drivers.Virtio;

/// <summary>Feature bits that concern every device (virtio 1.2 section 6).</summary>
public static class VirtioFeature
{
    /// <summary>The device follows virtio 1.0 or later. Every driver here requires it.</summary>
    public const ulong Version1 = 1UL << 32;
}
