using System.Text.Json.Serialization;

namespace DSoftBus.Toolbox;

/// <summary>The generated serializer: NativeAOT has no reflection to write one at run time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Order))]
internal sealed partial class OrderContext : JsonSerializerContext;
