namespace DSoftBus.Drivers.VirtioNet;

/// <summary>Feature bits of network devices that this driver can use (virtio 1.2 section 5.1.3).</summary>
[Flags]
public enum VirtioNetFeature : ulong
{
    None = 0,

    /// <summary>VIRTIO_NET_F_MTU: the configuration holds the largest MTU.</summary>
    Mtu = 1UL << 3,

    /// <summary>VIRTIO_NET_F_MAC: the configuration holds the device's address. Required: without it a node has no identity on its link.</summary>
    Mac = 1UL << 5,
}
