using System.Text.Json.Serialization;

namespace DSoftBus.Samples.Pages;

/// <summary>The generated serializer: NativeAOT has no reflection to write one at run time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MachineState))]
internal sealed partial class MachineStateContext : JsonSerializerContext;
