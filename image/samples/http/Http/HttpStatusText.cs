namespace DSoftBus.Samples.Http;

/// <summary>The words beside the numbers.</summary>
internal static class HttpStatusText
{
    public static string ReasonPhrase(HttpStatus status) => status switch
    {
        HttpStatus.Continue => "Continue",
        HttpStatus.Ok => "OK",
        HttpStatus.BadRequest => "Bad Request",
        HttpStatus.NotFound => "Not Found",
        HttpStatus.MethodNotAllowed => "Method Not Allowed",
        HttpStatus.RequestTimeout => "Request Timeout",
        HttpStatus.LengthRequired => "Length Required",
        HttpStatus.ContentTooLarge => "Content Too Large",
        HttpStatus.UriTooLong => "URI Too Long",
        HttpStatus.ExpectationFailed => "Expectation Failed",
        HttpStatus.HeaderFieldsTooLarge => "Request Header Fields Too Large",
        HttpStatus.NotImplemented => "Not Implemented",
        HttpStatus.ServiceUnavailable => "Service Unavailable",
        HttpStatus.VersionNotSupported => "HTTP Version Not Supported",
        _ => "",
    };
}
