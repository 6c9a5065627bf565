using System.Text.Json.Serialization;

namespace DSoftBus.Tests.Metal.ClassLibrary.Json;

internal sealed record Register(string Name, [property: JsonConverter(typeof(HexadecimalConverter))] uint Value);
