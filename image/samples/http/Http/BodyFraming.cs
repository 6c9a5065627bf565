namespace DSoftBus.Samples.Http;

/// <summary>How the end of a request's body is found (RFC 9112 section 6.3).</summary>
internal enum BodyFraming
{
    /// <summary>Neither Content-Length nor Transfer-Encoding: there is no body.</summary>
    None,
    Length,
    Chunked,
}
