namespace DSoftBus.Samples.Http;

/// <summary>Why a request is not served. The connection closes after it: where the next request begins is not known.</summary>
/// <param name="Status">4xx or 5xx.</param>
/// <param name="Reason">One sentence for a person.</param>
internal sealed record Refusal(HttpStatus Status, string Reason);
