using System.Globalization;
using System.Text;

namespace DSoftBus.Samples.Http;

/// <summary>The chunked transfer coding (RFC 9112 section 7.1), decoded piece by piece. Extensions are read over, trailer fields are dropped.</summary>
internal sealed class ChunkedDecoder
{
    // Hexadecimal digits of a size: more than any body that is taken, and no overflow.
    private const int SizeDigits = 8;

    private readonly LineCollector _line = new(HttpLimits.ChunkLine);
    private Stage _stage;
    private long _left;
    private long _total;
    private int _overhead;

    private enum Stage
    {
        Size,
        Text,
        TextEnd,
        Trailer,
        Done,
    }

    public Refusal? Refusal { get; private set; }

    /// <summary>Takes bytes from the start of <paramref name="input"/>: at most the text of one chunk, or up to the end of the body.</summary>
    /// <param name="input">What follows the body stays in it.</param>
    /// <param name="text">Text that was found, a part of what <paramref name="input"/> was; often empty.</param>
    public ParseStatus Take(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> text)
    {
        text = default;
        while (Refusal is null && _stage != Stage.Done)
        {
            if (_stage == Stage.Text)
            {
                int count = (int)Math.Min(_left, input.Length);
                text = input[..count];
                input = input[count..];
                _left -= count;
                _stage = _left == 0 ? Stage.TextEnd : Stage.Text;
                return ParseStatus.NeedMore;
            }

            LineStatus status = _line.Take(ref input);
            if (status == LineStatus.NeedMore)
                return ParseStatus.NeedMore;
            if (status == LineStatus.Line)
                OnLine(_line.Text);
            else
                Refusal = Bad(status == LineStatus.TooLong ? "A line of the chunked body is too long." : "A line of the chunked body does not end with CR LF.");
            _line.Clear();
        }

        return Refusal is null ? ParseStatus.Complete : ParseStatus.Refused;
    }

    private void OnLine(ReadOnlySpan<byte> line)
    {
        _overhead += line.Length + 2;
        if (_overhead > HttpLimits.ChunkOverhead)
            Refusal = new Refusal(HttpStatus.ContentTooLarge, "The body has more chunk lines and trailer than text.");
        else if (_stage == Stage.Size)
            OnSize(line);
        else if (_stage == Stage.TextEnd && line.IsEmpty)
            _stage = Stage.Size;
        else if (_stage == Stage.TextEnd)
            Refusal = Bad("A chunk is longer than its size says.");
        else if (line.IsEmpty)
            _stage = Stage.Done;
        else if (!HttpText.IsToken(line[..Math.Max(line.IndexOf((byte)':'), 0)]))
            Refusal = Bad("A field line of the trailer is malformed.");
    }

    // chunk = chunk-size [ chunk-ext ] CRLF; the extension begins with a semicolon, white space before it is tolerated (section 7.1.1).
    private void OnSize(ReadOnlySpan<byte> line)
    {
        int semicolon = line.IndexOf((byte)';');
        ReadOnlySpan<byte> digits = semicolon < 0 ? line : line[..semicolon].TrimEnd(" \t"u8);
        if (digits.Length is 0 or > SizeDigits || !IsHexadecimal(digits))
        {
            Refusal = Bad("A chunk size is malformed.");
            return;
        }

        _left = long.Parse(Encoding.ASCII.GetString(digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        _total += _left;
        if (_total > HttpLimits.Body)
            Refusal = new Refusal(HttpStatus.ContentTooLarge, $"The body is longer than {HttpLimits.Body} bytes.");
        _stage = _left == 0 ? Stage.Trailer : Stage.Text;
    }

    private static bool IsHexadecimal(ReadOnlySpan<byte> digits)
    {
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
        }

        return true;
    }

    private static Refusal Bad(string reason) => new(HttpStatus.BadRequest, reason);
}
