using System.Text.Json;

namespace DSoftBus.Tests.Softbus;

/// <summary>One entry of a vector file.</summary>
internal sealed class Vector(JsonElement entry)
{
    public string Name => entry.GetProperty("name").GetString()!;

    public string Kind => entry.GetProperty("kind").GetString()!;

    public string Protocol => entry.TryGetProperty("protocol", out var protocol) ? protocol.GetString()! : "";

    public JsonElement Inputs => entry.GetProperty("inputs");

    public JsonElement Expected => entry.GetProperty("expected");

    public bool Succeeds => entry.TryGetProperty("expected", out _);

    public string? Error => entry.TryGetProperty("error", out var error) ? error.GetString() : null;

    public bool Has(string input) => Inputs.TryGetProperty(input, out _);

    public string Text(string input) => Inputs.GetProperty(input).GetString()!;

    public int Number(string input) => Inputs.GetProperty(input).GetInt32();

    public byte[] Bytes(string input) => Convert.FromHexString(Text(input));

    public byte[] ExpectedBytes() => Convert.FromHexString(Expected.GetString()!);

    public byte[] ExpectedBytes(string part) => Convert.FromHexString(Expected.GetProperty(part).GetString()!);
}
