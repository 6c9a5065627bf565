using DSoftBus.Drivers.Virtio;

namespace DSoftBus.Drivers.VirtioNet;

/// <summary>Feature bits that this driver can use (virtio 1.2 sections 5.1.3 and 6). ECN, IPv6, UFO, VLAN, control queue and several queues are never taken.</summary>
[Flags]
public enum VirtioNetFeature : ulong
{
    None = 0,

    /// <summary>VIRTIO_NET_F_CSUM: the device fills in checksums of frames to send.</summary>
    Checksum = 1UL << 0,

    /// <summary>VIRTIO_NET_F_GUEST_CSUM: received frames say whether their checksum was verified, and may carry one that nobody completed.</summary>
    GuestChecksum = 1UL << 1,

    /// <summary>VIRTIO_NET_F_MTU: the configuration holds the largest MTU.</summary>
    Mtu = 1UL << 3,

    /// <summary>VIRTIO_NET_F_MAC: the configuration holds the device's address. Required: without it a node has no identity on its link.</summary>
    Mac = 1UL << 5,

    /// <summary>VIRTIO_NET_F_GUEST_TSO4: received TCP/IPv4 frames may be up to 64 KiB long. Needs <see cref="GuestChecksum"/>, and here <see cref="MergeableBuffers"/>.</summary>
    GuestSegmentation = 1UL << 7,

    /// <summary>VIRTIO_NET_F_HOST_TSO4: the device cuts TCP/IPv4 frames of up to 64 KiB into segments. Needs <see cref="Checksum"/>.</summary>
    Segmentation = 1UL << 11,

    /// <summary>VIRTIO_NET_F_MRG_RXBUF: a received frame may be spread over several buffers.</summary>
    MergeableBuffers = 1UL << 15,

    /// <summary>VIRTIO_F_INDIRECT_DESC.</summary>
    IndirectDescriptors = VirtioFeature.IndirectDescriptors,

    /// <summary>VIRTIO_F_EVENT_IDX.</summary>
    EventIndex = VirtioFeature.EventIndex,

    /// <summary>Everything that is taken where it is offered.</summary>
    All = Checksum | GuestChecksum | Mtu | GuestSegmentation | Segmentation | MergeableBuffers | IndirectDescriptors | EventIndex,
}
