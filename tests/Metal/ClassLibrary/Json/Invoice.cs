using System.Text.Json.Serialization;

namespace DSoftBus.Tests.Metal.ClassLibrary.Json;

/// <summary>Something to write and read: most kinds of member that JSON knows.</summary>
internal sealed record Invoice(int Number, string Customer, DateTimeOffset Issued, decimal Total, IReadOnlyList<InvoiceLine> Lines)
{
    public Dictionary<string, int?> Tags { get; init; } = [];

    [JsonPropertyName("paid_by")]
    public PaymentKind Payment { get; init; }

    [JsonIgnore]
    public string Secret { get; init; } = "not written";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Reference { get; init; }
}
