using DSoftBus.Samples.Http;

namespace DSoftBus.Samples.Pages;

/// <summary>One resource: the method that it takes besides HEAD for GET, and its answer.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Answer">From head and whole body; the body is the caller's and valid until the answer was sent.</param>
internal sealed record Page(RequestMethod Method, Func<RequestHead, ReadOnlyMemory<byte>, Response> Answer)
{
    /// <summary>The value of the Allow field (RFC 9110 section 10.2.1).</summary>
    public string Allow => Method == RequestMethod.Get ? "GET, HEAD" : HttpText.NameOf(Method);

    public bool Takes(RequestMethod method) => method == Method || (method == RequestMethod.Head && Method == RequestMethod.Get);
}
