using DSoftBus.Samples.Http;

namespace DSoftBus.Samples.Pages;

/// <summary>The pages by path, and the answer to what is none.</summary>
internal sealed class Site
{
    private readonly Dictionary<string, Page> _pages;
    private readonly Page _bytes = new(RequestMethod.Get, static (request, _) => BytesPage.Get(request));

    public Site(IMachine machine)
    {
        var pages = new MachinePages(machine);
        _pages = new Dictionary<string, Page>(StringComparer.Ordinal)
        {
            ["/"] = new Page(RequestMethod.Get, (_, _) => pages.Text()),
            ["/json"] = new Page(RequestMethod.Get, (_, _) => pages.Json()),
            ["/echo"] = new Page(RequestMethod.Post, EchoPage.Post),
        };
    }

    /// <summary>The page that will answer; or, before any body was read, why none does.</summary>
    public Page? Find(RequestHead request, out Response? instead)
    {
        instead = null;
        RequestLine line = request.Line;
        if (!_pages.TryGetValue(line.Path, out Page? page) && line.Path.StartsWith(BytesPage.Prefix, StringComparison.Ordinal))
            page = _bytes;
        if (page is null)
            instead = Response.Text(HttpStatus.NotFound, "There is no such page; there are /, /json, /bytes/N and /echo.");
        else if (!page.Takes(line.Method))
            instead = Response.Text(HttpStatus.MethodNotAllowed, $"This page takes {page.Allow}.") with { Fields = [new HeaderField("Allow", page.Allow)] };
        else if (line.Method == RequestMethod.Post && request.Framing == BodyFraming.None)
            instead = Response.Text(HttpStatus.LengthRequired, "A POST needs Content-Length or chunks."); // RFC 9110 section 15.5.12
        return instead is null ? page : null;
    }
}
