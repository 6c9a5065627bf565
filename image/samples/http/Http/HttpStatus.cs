namespace DSoftBus.Samples.Http;

/// <summary>The status codes that this server gives (RFC 9110 section 15; 431 is RFC 6585 section 5).</summary>
internal enum HttpStatus
{
    Continue = 100,
    Ok = 200,
    BadRequest = 400,
    NotFound = 404,
    MethodNotAllowed = 405,
    RequestTimeout = 408,
    LengthRequired = 411,
    ContentTooLarge = 413,
    UriTooLong = 414,
    ExpectationFailed = 417,
    HeaderFieldsTooLarge = 431,
    NotImplemented = 501,
    ServiceUnavailable = 503,
    VersionNotSupported = 505,
}
