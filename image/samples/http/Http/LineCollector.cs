namespace DSoftBus.Samples.Http;

/// <summary>Puts lines together from pieces of any size, bounded. A line ends with CR LF.</summary>
/// <remarks>
/// RFC 9112 section 2.2 lets a recipient take a lone LF for a line end. This one refuses it, and a lone CR too: two parties that
/// disagree on where a line ends disagree on where a request ends, which is what request smuggling lives on.
/// </remarks>
internal sealed class LineCollector(int bound)
{
    private readonly byte[] _bytes = new byte[bound];
    private int _length;
    private bool _hasCarriageReturn;

    /// <summary>The line without its end; valid until the next <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Text => _bytes.AsSpan(0, _length);

    /// <summary>Whether any byte of the next line has come.</summary>
    public bool IsEmpty => _length == 0 && !_hasCarriageReturn;

    /// <summary>Takes bytes from the start of <paramref name="input"/> up to the end of the line; the rest stays in it.</summary>
    public LineStatus Take(ref ReadOnlySpan<byte> input)
    {
        for (int i = 0; i < input.Length; i++)
        {
            byte next = input[i];
            if (_hasCarriageReturn || next == '\n')
            {
                bool isEnd = _hasCarriageReturn && next == '\n';
                _hasCarriageReturn = false;
                input = input[(i + 1)..];
                return isEnd ? LineStatus.Line : LineStatus.BareEnd;
            }

            if (next == '\r')
            {
                _hasCarriageReturn = true;
            }
            else if (_length == bound)
            {
                input = input[i..];
                return LineStatus.TooLong;
            }
            else
            {
                _bytes[_length++] = next;
            }
        }

        input = default;
        return LineStatus.NeedMore;
    }

    public void Clear()
    {
        _length = 0;
        _hasCarriageReturn = false;
    }
}
