namespace DSoftBus.Qemu.Launch;

/// <summary>A TAP device of the host's kernel, which exists and is up; QEMU talks to it with a virtio header, so that every offload can be negotiated.</summary>
/// <param name="Device">Name of the device in the network namespace in which QEMU runs.</param>
public sealed record TapLink(string Device) : GuestLink
{
    /// <summary>All features of the network card that a guest may be denied, by QEMU's names of them.</summary>
    public static IReadOnlyList<string> Features { get; } =
        ["csum", "guest_csum", "host_tso4", "guest_tso4", "mrg_rxbuf", "event_idx", "indirect_desc"];

    /// <summary>Those without which every packet on the device has its checksum and no more than the MTU.</summary>
    public static IReadOnlyList<string> Offloads { get; } =
        ["csum", "guest_csum", "gso", "host_tso4", "host_tso6", "host_ecn", "host_ufo", "guest_tso4", "guest_tso6", "guest_ecn", "guest_ufo"];

    /// <summary>Features that the card does not offer to the guest.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];
}
