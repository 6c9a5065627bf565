using System.Collections.Immutable;

namespace DSoftBus.Samples.Http;

/// <summary>An answer, but for what the connection adds to it (Date, Content-Length, Connection).</summary>
/// <param name="Status">Final.</param>
/// <param name="ContentType">A media type.</param>
/// <param name="Content">Not sent in answer to HEAD, but its length is.</param>
internal sealed record Response(HttpStatus Status, string ContentType, IResponseContent Content)
{
    public const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Further fields.</summary>
    public ImmutableArray<HeaderField> Fields { get; init; } = [];

    /// <summary>A short text for a person.</summary>
    public static Response Text(HttpStatus status, string text) => new(status, PlainText, MemoryContent.Of(text + "\n"));

    public static Response From(Refusal refusal)
    {
        var response = Text(refusal.Status, refusal.Reason);
        // RFC 9110 section 10.2.3.
        return refusal.Status == HttpStatus.ServiceUnavailable ? response with { Fields = [new HeaderField("Retry-After", "1")] } : response;
    }
}
