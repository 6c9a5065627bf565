using System.Text.Json;
using System.Text.Json.Serialization;

namespace DSoftBus.Tests.Metal.ClassLibrary.Json;

/// <summary>Settable members, a required one, whatever else was there, and itself again.</summary>
internal sealed class TreeNode
{
    public required string Name { get; set; }

    public TreeNode? Child { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; set; }
}
