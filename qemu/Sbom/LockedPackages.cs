using System.Text.Json;

namespace DSoftBus.Qemu.Sbom;

/// <summary>Reads NuGet's <c>packages.lock.json</c>.</summary>
public static class LockedPackages
{
    // They work on the build machine; what they write into the image is the program itself.
    private static readonly string[] Tools = ["Microsoft.DotNet.ILCompiler", "Microsoft.NET.ILLink.Tasks", "runtime.linux-x64.Microsoft.DotNet.ILCompiler"];

    /// <summary>Every package once, without the projects of this repository. Total: null when the text is no lock file.</summary>
    public static IReadOnlyList<SbomComponent>? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("dependencies", out JsonElement frameworks)
                || frameworks.ValueKind != JsonValueKind.Object)
                return null;
            var found = new Dictionary<string, SbomComponent>(StringComparer.Ordinal);
            foreach (JsonProperty framework in frameworks.EnumerateObject())
            {
                if (framework.Value.ValueKind != JsonValueKind.Object)
                    return null;
                foreach (JsonProperty package in framework.Value.EnumerateObject())
                {
                    // A project of this repository has no resolved version.
                    if (Text(package.Value, "resolved") is { } version)
                        found[$"{package.Name}@{version}"] = Component(package.Name, version, Text(package.Value, "contentHash"));
                }
            }

            return [.. found.Values];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SbomComponent Component(string name, string version, string? contentHash)
    {
        Span<byte> hash = stackalloc byte[64];
        bool known = contentHash is not null && Convert.TryFromBase64String(contentHash, hash, out int length) && length == hash.Length;
        return new SbomComponent(name, version, null, $"pkg:nuget/{name}@{version}", known ? "SHA-512" : null, known ? Convert.ToHexStringLower(hash) : null, !Tools.Contains(name));
    }

    private static string? Text(JsonElement package, string name)
        => package.ValueKind == JsonValueKind.Object && package.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
