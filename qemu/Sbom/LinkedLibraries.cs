using System.Text.RegularExpressions;
using DSoftBus.Qemu.Sizes;

namespace DSoftBus.Qemu.Sbom;

/// <summary>The native archives and objects of a link map, those of this repository left out.</summary>
public static partial class LinkedLibraries
{
    /// <summary>One component per file, and one for each NuGet package that files came from.</summary>
    /// <param name="map">The link map.</param>
    /// <param name="hash">Gives the SHA-256 of the file at a path in lower-case hexadecimal, or null.</param>
    public static IReadOnlyList<SbomComponent> Read(LinkMap map, Func<string, string?> hash)
    {
        MapInput[] files = [.. map.Sections.SelectMany(section => section.Inputs).Where(IsForeign).DistinctBy(input => input.File)];
        string? glibc = files.Select(input => GlibcArchive().Match(input.File)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
        var components = new List<SbomComponent>();
        foreach (MapInput input in files)
        {
            Match package = NugetFolder().Match(input.Path);
            Match gcc = GccFolder().Match(input.Path);
            (string? group, string? version) = package.Success ? (package.Groups[1].Value, package.Groups[2].Value)
                : gcc.Success ? ("gcc", gcc.Groups[1].Value)
                : ("glibc", glibc);
            string? sha256 = hash(input.Path);
            components.Add(new SbomComponent(input.File, version, group, null, sha256 is null ? null : "SHA-256", sha256, Linked: true));
            if (package.Success)
                components.Add(new SbomComponent(group!, version, null, $"pkg:nuget/{group}@{version}", null, null, Linked: true));
        }

        return [.. components.Distinct()];
    }

    // Objects of this repository have relative paths or lie in an obj folder.
    private static bool IsForeign(MapInput input)
        => input.Path.StartsWith('/') && !input.Path.Contains("/obj/", StringComparison.Ordinal)
            && SizeOwners.OfFile(input.File) is (SizeOwner.NativeRuntime or SizeOwner.Libc);

    // PACKAGE/VERSION/runtimes/... or PACKAGE/VERSION/sdk/... of a NuGet package folder; versions begin with a digit.
    [GeneratedRegex(@"/([a-z0-9][a-z0-9._-]*\.[a-z0-9._-]+)/(\d+\.\d+\.\d+[^/]*)/(?:runtimes|sdk|framework)/")]
    private static partial Regex NugetFolder();

    // gcc's own folder is named after its version; what leaves it by ".." is glibc's.
    [GeneratedRegex(@"/gcc/[^/]+/(\d+(?:\.\d+)*)/[^/]+$")]
    private static partial Regex GccFolder();

    [GeneratedRegex(@"^libm-(\d+\.\d+)\.a$")]
    private static partial Regex GlibcArchive();
}
