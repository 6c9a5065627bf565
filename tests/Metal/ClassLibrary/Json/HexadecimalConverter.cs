using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DSoftBus.Tests.Metal.ClassLibrary.Json;

/// <summary>Numbers as hexadecimal text.</summary>
internal sealed class HexadecimalConverter : JsonConverter<uint>
{
    public override uint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => uint.TryParse(reader.GetString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint value) ? value : throw new JsonException("not hexadecimal");

    public override void Write(Utf8JsonWriter writer, uint value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString("x8", CultureInfo.InvariantCulture));
}
