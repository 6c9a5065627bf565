using System.Text.Json.Serialization;

namespace DSoftBus.Tests.Metal.ClassLibrary.Json;

/// <summary>The serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Invoice))]
[JsonSerializable(typeof(List<Invoice>))]
[JsonSerializable(typeof(Shape[]))]
[JsonSerializable(typeof(TreeNode))]
[JsonSerializable(typeof(Register))]
[JsonSerializable(typeof(Dictionary<string, double>))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class JsonShapes : JsonSerializerContext;
