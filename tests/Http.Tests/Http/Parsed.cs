using System.Text;
using DSoftBus.Samples.Http;

namespace DSoftBus.Tests.Http.Http;

/// <summary>What the sample's parsers make of a byte stream that comes in given pieces: every request up to the first refusal, as text that can be compared.</summary>
internal static class Parsed
{
    /// <summary>The stream in one piece.</summary>
    public static string Of(string stream) => Of(Encoding.Latin1.GetBytes(stream), []);

    /// <summary>The stream cut at the given places; a place outside it cuts nothing.</summary>
    public static string Of(byte[] stream, IEnumerable<int> cuts)
    {
        var reader = new Reader();
        int start = 0;
        foreach (int cut in cuts.Where(cut => cut > 0 && cut < stream.Length).Distinct().Order())
        {
            reader.Take(stream.AsSpan(start..cut));
            start = cut;
        }

        reader.Take(stream.AsSpan(start));
        return reader.Result;
    }

    private sealed class Reader
    {
        private readonly StringBuilder _result = new();
        private readonly BodyBudget _budget = new(64 * 1024 * 1024);
        private readonly RequestParser _parser = new();
        private BodyBuffer? _text;
        private BodyParser? _body;
        private bool _isRefused;

        public string Result => _result.ToString();

        public void Take(ReadOnlySpan<byte> piece)
        {
            while (!_isRefused)
            {
                if (_body is null && !TryHead(ref piece))
                    return;
                if (!TryBody(ref piece))
                    return;
            }
        }

        private bool TryHead(ref ReadOnlySpan<byte> piece)
        {
            ParseStatus status = _parser.Take(ref piece);
            if (status == ParseStatus.Refused)
                Refuse(_parser.Refusal!);
            if (status != ParseStatus.Complete)
                return false;
            RequestHead head = _parser.Head!;
            _result.Append($"{head.Line.Method} {head.Line.Path} {head.Line.Query ?? "-"} {head.Framing} {head.ContentLength} {head.KeepsAlive} {head.ExpectsContinue}\n");
            foreach (HeaderField field in head.Fields)
                _result.Append($"  {field.Name}={field.Value}\n");
            _text = new BodyBuffer(_budget);
            _body = new BodyParser(head, _text);
            return true;
        }

        private bool TryBody(ref ReadOnlySpan<byte> piece)
        {
            bool hasBody = _parser.Head!.Framing != BodyFraming.None;
            ParseStatus status = hasBody ? _body!.Take(ref piece) : ParseStatus.Complete;
            if (status == ParseStatus.Refused)
                Refuse(_body!.Refusal!);
            if (status != ParseStatus.Complete)
                return false;
            _result.Append($"  [{Encoding.Latin1.GetString(_text!.Text.Span)}]\n");
            _text.Dispose();
            _body = null;
            _parser.Reset();
            return true;
        }

        private void Refuse(Refusal refusal)
        {
            _isRefused = true;
            _result.Append($"{(int)refusal.Status} {refusal.Reason}\n");
        }
    }
}
