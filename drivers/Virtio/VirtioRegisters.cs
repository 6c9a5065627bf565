namespace DSoftBus.Drivers.Virtio;

/// <summary>Byte offsets of the memory-mapped registers (virtio 1.2 section 4.2.2, table 4.1); all are 32 bits wide, little-endian.</summary>
internal static class VirtioRegisters
{
    public const int MagicValue = 0x000;
    public const int Version = 0x004;
    public const int DeviceId = 0x008;
    public const int DeviceFeatures = 0x010;
    public const int DeviceFeaturesSelect = 0x014;
    public const int DriverFeatures = 0x020;
    public const int DriverFeaturesSelect = 0x024;
    public const int QueueSelect = 0x030;
    public const int QueueSizeMaximum = 0x034;
    public const int QueueSize = 0x038;
    public const int QueueReady = 0x044;
    public const int QueueNotify = 0x050;
    public const int InterruptStatus = 0x060;
    public const int InterruptAcknowledge = 0x064;
    public const int Status = 0x070;
    public const int QueueDescriptorLow = 0x080;
    public const int QueueDescriptorHigh = 0x084;
    public const int QueueDriverLow = 0x090;
    public const int QueueDriverHigh = 0x094;
    public const int QueueDeviceLow = 0x0A0;
    public const int QueueDeviceHigh = 0x0A4;
    public const int ConfigurationGeneration = 0x0FC;

    /// <summary>First byte of the device-specific configuration space.</summary>
    public const int Configuration = 0x100;

    /// <summary>"virt" read as a little-endian number.</summary>
    public const uint Magic = 0x7472_6976;

    /// <summary>The version of a device that is not legacy (section 4.2.2.2).</summary>
    public const uint ModernVersion = 2;
}
