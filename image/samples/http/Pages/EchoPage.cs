using DSoftBus.Samples.Http;

namespace DSoftBus.Samples.Pages;

/// <summary><c>/echo</c>: the body comes back, with its type.</summary>
internal static class EchoPage
{
    public static Response Post(RequestHead request, ReadOnlyMemory<byte> body) =>
        new(HttpStatus.Ok, request["Content-Type"] is { Length: > 0 } type ? type : "application/octet-stream", new MemoryContent(body));
}
