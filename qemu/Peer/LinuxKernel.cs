namespace DSoftBus.Qemu.Peer;

/// <summary>The peer's kernel, or why there is none: a machine without it loses the peer's column, nothing else.</summary>
/// <param name="Package">Debian package with its version, as "linux-image-6.1.0-1-cloud-amd64_6.1.2-3_amd64"; empty when there is none.</param>
/// <param name="Path">The bootable kernel; null when there is none.</param>
/// <param name="Problem">Why there is none and what to do, in one line; null when there is one.</param>
public sealed record LinuxKernel(string Package, string? Path, string? Problem)
{
    public static LinuxKernel Missing(string problem) => new("", null, problem);
}
