namespace DSoftBus.Qemu.Launch;

/// <summary>One virtual machine as the launcher needs to know it.</summary>
/// <param name="Image">Path of the guest image, a PVH ELF file.</param>
/// <param name="MacAddress">Hardware address of its network card, <c>xx:xx:xx:xx:xx:xx</c>.</param>
/// <param name="Link">What its network card is plugged into.</param>
public sealed record GuestOptions(string Image, string MacAddress, GuestLink Link)
{
    /// <summary>Memory of the machine in MiB.</summary>
    public int MemoryMebibytes { get; init; } = 64;

    /// <summary>What executes the instructions.</summary>
    public Accelerator Accelerator { get; init; } = Accelerator.Tcg;

    /// <summary>Path of a boot module; null for none.</summary>
    public string? Module { get; init; }

    /// <summary>Words of the kernel command line, in order.</summary>
    public IReadOnlyList<string> KernelWords { get; init; } = [];
}
