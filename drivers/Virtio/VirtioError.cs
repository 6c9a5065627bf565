namespace DSoftBus.Drivers.Virtio;

/// <summary>Why a virtio device could not be brought up, or why it was given up.</summary>
public enum VirtioError : byte
{
    None = 0,

    /// <summary>The first register does not say "virt".</summary>
    NotVirtio = 1,

    /// <summary>A legacy (version 1) or unknown register layout.</summary>
    UnsupportedVersion = 2,

    /// <summary>An empty slot, or another kind of device than the driver serves.</summary>
    WrongDevice = 3,

    /// <summary>The device does not offer a feature that the driver cannot do without.</summary>
    MissingFeature = 4,

    /// <summary>The device refused the driver's choice of features (it cleared FEATURES_OK).</summary>
    FeaturesRefused = 5,

    /// <summary>A queue that the driver needs does not exist or is smaller than it can use.</summary>
    QueueUnavailable = 6,

    /// <summary>A queue was already set up, although the device had just been reset.</summary>
    QueueInUse = 7,

    /// <summary>The device did not report a finished reset.</summary>
    ResetTimeout = 8,

    /// <summary>The configuration space kept changing while it was read, or holds impossible values.</summary>
    BadConfiguration = 9,

    /// <summary>No device memory was left for rings or buffers.</summary>
    NoMemory = 10,

    /// <summary>The used ring named an index, an identifier or a length that the driver never gave.</summary>
    QueueCorrupt = 11,

    /// <summary>The device did not answer in time.</summary>
    TimedOut = 12,
}
