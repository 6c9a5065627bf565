namespace DSoftBus.Drivers.VirtioNet;

/// <summary>Sizes and choices of one network device; the defaults are those of a guest.</summary>
public sealed record VirtioNetOptions
{
    public static VirtioNetOptions Default { get; } = new();

    /// <summary>Upper bound of descriptors per queue; the device may offer fewer.</summary>
    public int MaximumQueueSize { get; init; } = 256;

    /// <summary>Packet buffers of <see cref="BufferSize"/> bytes in all: one per receive descriptor, the rest for what the stack holds and sends.</summary>
    public int PacketBuffers { get; init; } = 1024;

    /// <summary>Bytes of one packet buffer; at least header, tagged Ethernet header and MTU (1530).</summary>
    public int BufferSize { get; init; } = 2048;

    /// <summary>Optional features to take where they are offered and what they need is there too; leaving one out is how it is tested off.</summary>
    public VirtioNetFeature Wanted { get; init; } = VirtioNetFeature.All;
}
