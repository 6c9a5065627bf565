namespace DSoftBus.Qemu.Bench;

/// <summary>On which kernel the benchmark program runs.</summary>
public enum BenchGuest
{
    /// <summary>On the kernel shim, linked into one image, machine <c>microvm</c>.</summary>
    Ours,

    /// <summary>As the first process of Debian's kernel for clouds, machine <c>q35</c>.</summary>
    Linux,
}
