using System.Text.Json.Nodes;

namespace DSoftBus.Qemu.Sbom;

/// <summary>A CycloneDX 1.6 document in JSON. The same parts give the same text: no time, no serial number, sorted.</summary>
public static class SbomDocument
{
    public const string FileName = "softbus.cdx.json";

    /// <summary>Writes the document's tree.</summary>
    /// <param name="image">File name of the image.</param>
    /// <param name="sha256">Of the image, lower-case hexadecimal.</param>
    /// <param name="components">Packages and files in any order.</param>
    public static JsonObject Json(string image, string sha256, IEnumerable<SbomComponent> components)
    {
        SbomComponent[] sorted = [.. components.DistinctBy(Reference).OrderBy(Reference, StringComparer.Ordinal)];
        return new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = new JsonObject
                {
                    ["type"] = "firmware",
                    ["bom-ref"] = image,
                    ["name"] = image,
                    ["hashes"] = Hashes("SHA-256", sha256),
                },
            },
            ["components"] = new JsonArray([.. sorted.Select(Component)]),
            ["dependencies"] = new JsonArray(new JsonObject
            {
                ["ref"] = image,
                ["dependsOn"] = new JsonArray([.. sorted.Where(component => component.Linked).Select(component => (JsonNode)Reference(component))]),
            }),
        };
    }

    private static string Reference(SbomComponent component)
        => component.Purl ?? $"{component.Group}/{component.Name}";

    private static JsonNode Component(SbomComponent component)
    {
        var node = new JsonObject { ["type"] = "library", ["bom-ref"] = Reference(component) };
        if (component.Group is not null)
            node["group"] = component.Group;
        node["name"] = component.Name;
        if (component.Version is not null)
            node["version"] = component.Version;
        // CycloneDX: "excluded" is what the build or the tests use and the product does not hold.
        node["scope"] = component.Linked ? "required" : "excluded";
        if (component is { HashAlgorithm: { } algorithm, Hash: { } hash })
            node["hashes"] = Hashes(algorithm, hash);
        if (component.Purl is not null)
            node["purl"] = component.Purl;
        return node;
    }

    private static JsonArray Hashes(string algorithm, string content) => [(JsonNode)new JsonObject { ["alg"] = algorithm, ["content"] = content }];
}
