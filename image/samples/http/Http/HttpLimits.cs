namespace DSoftBus.Samples.Http;

/// <summary>Bounds of one request, bytes unless said otherwise. Beyond each there is an answer with a status of its own.</summary>
internal static class HttpLimits
{
    /// <summary>Request line without its line end; beyond it 414.</summary>
    public const int RequestLine = 8 * 1024;

    /// <summary>One field line; beyond it 431.</summary>
    public const int FieldLine = 8 * 1024;

    /// <summary>Field lines of one request; beyond it 431.</summary>
    public const int Fields = 100;

    /// <summary>All field lines together; beyond it 431.</summary>
    public const int FieldBytes = 32 * 1024;

    /// <summary>Empty lines before a request line that are skipped (RFC 9112 section 2.2: at least one).</summary>
    public const int EmptyLines = 4;

    /// <summary>Text of a request body; beyond it 413.</summary>
    public const int Body = 1024 * 1024;

    /// <summary>The line in front of a chunk, with its extensions, and a line of the trailer.</summary>
    public const int ChunkLine = 1024;

    /// <summary>What chunk lines and trailer of one body may take besides the text; beyond it 413.</summary>
    public const int ChunkOverhead = 256 * 1024;
}
