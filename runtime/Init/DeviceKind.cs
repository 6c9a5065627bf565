namespace DSoftBus.Runtime.Init;

/// <summary>Devices that a manifest can grant.</summary>
public enum DeviceKind
{
    /// <summary>A network card, virtio 1.2 section 5.1.</summary>
    VirtioNet,
}
