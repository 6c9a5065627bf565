using System.Text.Json;
using DSoftBus.Tests.Support;
using Xunit.Abstractions;

namespace DSoftBus.Tests.Net.Wire;

/// <summary>One entry of tests/vectors/wire.json.</summary>
public sealed class WireVector : IXunitSerializable
{
    public string Format { get; private set; } = "";

    public string Name { get; private set; } = "";

    public byte[] Bytes { get; private set; } = [];

    /// <summary>Null when the bytes are well formed.</summary>
    public string? Error { get; private set; }

    public Dictionary<string, string> Expected { get; private set; } = [];

    public bool Emits { get; private set; }

    public static IEnumerable<WireVector> Load()
    {
        using var document = JsonDocument.Parse(VectorData.Read("wire"));
        foreach (var entry in document.RootElement.GetProperty("vectors").EnumerateArray())
            yield return From(entry);
    }

    public void Deserialize(IXunitSerializationInfo info)
    {
        string format = info.GetValue<string>("format"), name = info.GetValue<string>("name");
        var loaded = Load().Single(vector => vector.Format == format && vector.Name == name);
        (Format, Name, Bytes, Error, Expected, Emits) = (loaded.Format, loaded.Name, loaded.Bytes, loaded.Error, loaded.Expected, loaded.Emits);
    }

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue("format", Format);
        info.AddValue("name", Name);
    }

    public override string ToString() => $"{Format}: {Name}";

    private static WireVector From(JsonElement entry)
    {
        var vector = new WireVector
        {
            Format = entry.GetProperty("format").GetString()!,
            Name = entry.GetProperty("name").GetString()!,
            Bytes = Convert.FromHexString(entry.GetProperty("hex").GetString()!),
            Error = entry.TryGetProperty("error", out var error) ? error.GetString() : null,
            Emits = entry.TryGetProperty("emits", out var emits) && emits.GetBoolean(),
        };
        if (vector.Error is null)
        {
            foreach (var field in entry.GetProperty("expected").EnumerateObject())
                vector.Expected.Add(field.Name, field.Value.GetString()!);
        }

        return vector;
    }
}
