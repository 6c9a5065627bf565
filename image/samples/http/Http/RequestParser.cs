using System.Collections.Immutable;
using System.Text;

namespace DSoftBus.Samples.Http;

/// <summary>The head of a request from bytes in pieces of any size (RFC 9112 sections 2 to 5). Total and bounded by <see cref="HttpLimits"/>: a head or a <see cref="Refusal"/>.</summary>
internal sealed class RequestParser
{
    private readonly LineCollector _line = new(Math.Max(HttpLimits.RequestLine, HttpLimits.FieldLine));
    private readonly List<HeaderField> _fields = [];
    private RequestLine? _requestLine;
    private int _emptyLines;
    private int _fieldBytes;

    /// <summary>The result, once complete.</summary>
    public RequestHead? Head { get; private set; }

    /// <summary>The result, once refused.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Whether a request has begun: from then on the client is awaited with less patience.</summary>
    public bool HasBegun => _requestLine is not null || !_line.IsEmpty;

    /// <summary>Takes bytes from the start of <paramref name="input"/> up to the end of the head; what follows stays in it.</summary>
    public ParseStatus Take(ref ReadOnlySpan<byte> input)
    {
        while (Head is null && Refusal is null)
        {
            switch (_line.Take(ref input))
            {
                case LineStatus.NeedMore:
                    return ParseStatus.NeedMore;
                case LineStatus.Line:
                    OnLine(_line.Text);
                    _line.Clear();
                    break;
                case LineStatus.TooLong when _requestLine is null:
                    Refusal = new Refusal(HttpStatus.UriTooLong, $"The request line is longer than {HttpLimits.RequestLine} bytes.");
                    break;
                case LineStatus.TooLong:
                    Refusal = new Refusal(HttpStatus.HeaderFieldsTooLarge, $"A field line is longer than {HttpLimits.FieldLine} bytes.");
                    break;
                default:
                    Refusal = Bad("A line does not end with CR LF.");
                    break;
            }
        }

        return Head is null ? ParseStatus.Refused : ParseStatus.Complete;
    }

    /// <summary>Makes ready for the next request of the connection.</summary>
    public void Reset()
    {
        _line.Clear();
        _fields.Clear();
        _requestLine = null;
        _emptyLines = 0;
        _fieldBytes = 0;
        Head = null;
        Refusal = null;
    }

    private void OnLine(ReadOnlySpan<byte> line)
    {
        if (_requestLine is not null)
            OnFieldLine(line);
        else if (!line.IsEmpty)
            Refusal = RequestLine.TryParse(line, out _requestLine);
        else if (++_emptyLines > HttpLimits.EmptyLines)
            Refusal = Bad("There is no request line.");
    }

    private void OnFieldLine(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            Refusal = RequestSemantics.TryJudge(_requestLine!, [.. _fields], out RequestHead? head);
            Head = head;
            return;
        }

        _fieldBytes += line.Length;
        if (_fields.Count == HttpLimits.Fields || _fieldBytes > HttpLimits.FieldBytes)
            Refusal = new Refusal(HttpStatus.HeaderFieldsTooLarge, $"More than {HttpLimits.Fields} field lines or {HttpLimits.FieldBytes} bytes of them.");
        else if (TryField(line, out HeaderField field))
            _fields.Add(field);
        else
            Refusal = Bad("A field line is malformed.");
    }

    // RFC 9112 section 5.1: no white space between name and colon; section 5.2: a line that begins with white space (obs-fold) is
    // refused, and so it is here, since white space is in no token. RFC 9110 section 5.5: no controls in a value.
    private static bool TryField(ReadOnlySpan<byte> line, out HeaderField field)
    {
        field = default;
        int colon = line.IndexOf((byte)':');
        if (colon < 0 || !HttpText.IsToken(line[..colon]))
            return false;
        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
        foreach (byte next in value)
        {
            if ((next < 0x20 && next != '\t') || next == 0x7f)
                return false;
        }

        field = new HeaderField(Encoding.ASCII.GetString(line[..colon]), Encoding.Latin1.GetString(value));
        return true;
    }

    private static Refusal Bad(string reason) => new(HttpStatus.BadRequest, reason);
}
