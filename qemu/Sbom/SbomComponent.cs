namespace DSoftBus.Qemu.Sbom;

/// <summary>One part that the image was made of or with.</summary>
/// <param name="Name">Package identifier or file name.</param>
/// <param name="Version">Version, or null where nothing tells it.</param>
/// <param name="Group">The project that a native file belongs to; null for a package.</param>
/// <param name="Purl">Package URL of a NuGet package; null for a file.</param>
/// <param name="HashAlgorithm"><c>SHA-256</c> of a file, <c>SHA-512</c> of a NuGet package's content; null when unknown.</param>
/// <param name="Hash">Lower-case hexadecimal; null when unknown.</param>
/// <param name="Linked">False for a tool of the build whose own bytes are not in the image.</param>
public sealed record SbomComponent(string Name, string? Version, string? Group, string? Purl, string? HashAlgorithm, string? Hash, bool Linked);
