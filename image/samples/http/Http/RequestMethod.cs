namespace DSoftBus.Samples.Http;

/// <summary>The methods of RFC 9110 section 9 and RFC 5789; a server knows them even where no page takes them.</summary>
internal enum RequestMethod
{
    Get,
    Head,
    Post,
    Put,
    Delete,
    Connect,
    Options,
    Trace,
    Patch,
}
