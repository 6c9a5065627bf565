using DSoftBus.Runtime.Devices;

namespace DSoftBus.Qemu.Tap;

/// <summary>Which TAP interface to open, and how.</summary>
/// <param name="Name">Name of the interface: 1 to 15 bytes.</param>
/// <param name="Address">Hardware address of our end. The kernel's end, the interface itself, has another one.</param>
public sealed record TapOptions(string Name, MacAddress Address)
{
    /// <summary>Longest name, bytes (IFNAMSIZ less its terminator).</summary>
    public const int LongestName = 15;

    /// <summary>Smallest MTU of a link with IPv4 (RFC 791 section 3.2).</summary>
    public const int SmallestMtu = 68;

    /// <summary>Largest MTU: a frame with its Ethernet header is shorter than a packet buffer, so that one that was cut off is recognised.</summary>
    public const int LargestMtu = 2048 - 14 - 1;

    /// <summary>Fewest packet buffers: two rows for the longest frame.</summary>
    public const int FewestBuffers = 128;

    /// <summary>The largest IP packet that we send unsegmented, bytes; null: what the interface has.</summary>
    public int? Mtu { get; init; }

    /// <summary>Whether frames carry a header (virtio 1.2 section 5.1.6) that leaves checksums and segmentation of TCP/IPv4 to the kernel, both ways.</summary>
    public bool Offloads { get; init; }

    /// <summary>Whether an interface of that name is made when there is none. It is down then, has no address, and goes away with the device.</summary>
    public bool Create { get; init; } = true;

    /// <summary>Packet buffers of 2048 bytes. Memory is touched only as far as buffers are used.</summary>
    public int BufferCount { get; init; } = 4096;
}
