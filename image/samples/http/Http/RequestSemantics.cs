using System.Collections.Immutable;
using System.Globalization;

namespace DSoftBus.Samples.Http;

/// <summary>What the fields together mean: the host, the body's framing, the connection, expectations. Whatever is ambiguous is refused.</summary>
internal static class RequestSemantics
{
    // More digits than any length that an int holds; leading zeros are allowed by the grammar.
    private const int LengthDigits = 18;

    /// <summary>Judges a whole head. Total: a head or a refusal.</summary>
    public static Refusal? TryJudge(RequestLine line, ImmutableArray<HeaderField> fields, out RequestHead? head)
    {
        head = null;
        if (JudgeHost(line, fields) is { } wrongHost)
            return wrongHost;
        if (JudgeFraming(line, fields, out BodyFraming framing, out int length) is { } wrongFraming)
            return wrongFraming;
        if (!TryExpectation(line, fields, out bool expectsContinue))
            return new Refusal(HttpStatus.ExpectationFailed, "The only expectation that this server meets is 100-continue.");
        var options = Elements(fields, "Connection");
        bool keepsAlive = !Contains(options, "close") && (!line.IsVersion10 || Contains(options, "keep-alive"));
        head = new RequestHead(line, fields, framing, length, keepsAlive, expectsContinue);
        return null;

        static bool Contains(List<string> options, string option) => options.Contains(option, StringComparer.OrdinalIgnoreCase);
    }

    // RFC 9112 section 3.2: exactly one Host in HTTP/1.1, and a valid one in every version.
    private static Refusal? JudgeHost(RequestLine line, ImmutableArray<HeaderField> fields)
    {
        var hosts = fields.Where(field => field.Is("Host")).ToList();
        if (hosts.Count > 1 || (hosts.Count == 0 && !line.IsVersion10))
            return Bad("HTTP/1.1 wants exactly one Host field.");
        return hosts.Count == 1 && !HttpText.IsHost(hosts[0].Value) ? Bad("The Host field is malformed.") : null;
    }

    // RFC 9112 sections 6.1 to 6.3. Both fields together are what smuggling is made of: refused, not repaired.
    private static Refusal? JudgeFraming(RequestLine line, ImmutableArray<HeaderField> fields, out BodyFraming framing, out int length)
    {
        (framing, length) = (BodyFraming.None, 0);
        bool isEncoded = fields.Any(field => field.Is("Transfer-Encoding"));
        var lengths = fields.Where(field => field.Is("Content-Length")).ToList();
        if (isEncoded)
        {
            framing = BodyFraming.Chunked;
            return lengths.Count > 0 ? Bad("Transfer-Encoding and Content-Length exclude each other.")
                : line.IsVersion10 ? Bad("HTTP/1.0 has no Transfer-Encoding.")
                : JudgeCodings(Elements(fields, "Transfer-Encoding"));
        }

        if (lengths.Count == 0)
            return null;
        framing = BodyFraming.Length;
        string digits = lengths[0].Value;
        if (lengths.Count > 1 || digits.Length is 0 or > LengthDigits || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return Bad("Content-Length is not one number.");
        long octets = long.Parse(digits, CultureInfo.InvariantCulture);
        if (octets > HttpLimits.Body)
            return new Refusal(HttpStatus.ContentTooLarge, $"The body is longer than {HttpLimits.Body} bytes.");
        length = (int)octets;
        return null;
    }

    // RFC 9112 section 6.1: chunked is the last coding and stands once; another coding is not known here.
    private static Refusal? JudgeCodings(List<string> codings)
    {
        int chunked = codings.Count(coding => string.Equals(coding, "chunked", StringComparison.OrdinalIgnoreCase));
        if (chunked != 1 || !string.Equals(codings[^1], "chunked", StringComparison.OrdinalIgnoreCase))
            return Bad("Transfer-Encoding does not end with one chunked coding.");
        return codings.Count > 1 ? new Refusal(HttpStatus.NotImplemented, "The only transfer coding that this server knows is chunked.") : null;
    }

    // RFC 9110 section 10.1.1: an HTTP/1.0 client's 100-continue is ignored.
    private static bool TryExpectation(RequestLine line, ImmutableArray<HeaderField> fields, out bool expectsContinue)
    {
        var expectations = Elements(fields, "Expect");
        expectsContinue = !line.IsVersion10 && expectations.Count > 0;
        return expectations.TrueForAll(element => string.Equals(element, "100-continue", StringComparison.OrdinalIgnoreCase));
    }

    // RFC 9110 sections 5.3 and 5.6.1: several lines are one list; empty elements do not count.
    private static List<string> Elements(ImmutableArray<HeaderField> fields, string name) =>
        [.. fields.Where(field => field.Is(name)).SelectMany(field => field.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private static Refusal Bad(string reason) => new(HttpStatus.BadRequest, reason);
}
