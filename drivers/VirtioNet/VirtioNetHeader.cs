namespace DSoftBus.Drivers.VirtioNet;

/// <summary>Sizes around an Ethernet frame on the wire between driver and device (virtio 1.2 section 5.1.6).</summary>
/// <remarks>
/// <code>
/// flags u8, gso_type u8, hdr_len u16, gso_size u16, csum_start u16, csum_offset u16, num_buffers u16
/// </code>
/// All zero unless an offload is in use; none is negotiated here.
/// </remarks>
internal static class VirtioNetHeader
{
    /// <summary>Bytes of virtio_net_hdr with num_buffers, which VERSION_1 makes part of it.</summary>
    public const int Length = 12;

    /// <summary>Destination, source and type of an Ethernet frame.</summary>
    public const int EthernetHeaderLength = 14;

    /// <summary>An 802.1Q tag, which a received frame may carry.</summary>
    public const int VlanTagLength = 4;
}
