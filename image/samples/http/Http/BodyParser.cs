namespace DSoftBus.Samples.Http;

/// <summary>A request's body from bytes in pieces of any size, by its framing. Total: the whole text or a <see cref="Refusal"/>.</summary>
internal sealed class BodyParser
{
    private static readonly Refusal NoMemory = new(HttpStatus.ServiceUnavailable, "Too many bodies are on their way at once.");

    private readonly BodyBuffer _text;
    private readonly ChunkedDecoder? _chunks;
    private int _left;

    public BodyParser(RequestHead head, BodyBuffer text)
    {
        _text = text;
        _left = head.ContentLength;
        if (head.Framing == BodyFraming.Chunked)
            _chunks = new ChunkedDecoder();
        else if (!text.TryReserve(head.ContentLength))
            Refusal = NoMemory;
    }

    public Refusal? Refusal { get; private set; }

    /// <summary>Takes bytes from the start of <paramref name="input"/> up to the end of the body; the next request stays in it.</summary>
    public ParseStatus Take(ref ReadOnlySpan<byte> input)
    {
        if (Refusal is not null)
            return ParseStatus.Refused;
        return _chunks is null ? TakeCounted(ref input) : TakeChunks(_chunks, ref input);
    }

    private ParseStatus TakeCounted(ref ReadOnlySpan<byte> input)
    {
        int count = Math.Min(_left, input.Length);
        _text.TryAppend(input[..count]); // reserved at the start
        _left -= count;
        input = input[count..];
        return _left == 0 ? ParseStatus.Complete : ParseStatus.NeedMore;
    }

    private ParseStatus TakeChunks(ChunkedDecoder chunks, ref ReadOnlySpan<byte> input)
    {
        while (true)
        {
            ParseStatus status = chunks.Take(ref input, out ReadOnlySpan<byte> text);
            if (status == ParseStatus.Refused)
                Refusal = chunks.Refusal;
            else if (!_text.TryAppend(text))
                Refusal = NoMemory;
            if (Refusal is not null)
                return ParseStatus.Refused;
            if (status == ParseStatus.Complete || (text.IsEmpty && input.IsEmpty))
                return status;
        }
    }
}
