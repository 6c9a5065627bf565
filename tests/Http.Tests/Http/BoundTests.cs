using System.Text;
using DSoftBus.Samples.Http;
using Xunit;

namespace DSoftBus.Tests.Http.Http;

/// <summary>Every bound of a request: what just fits is taken, one more is refused with its own status.</summary>
public sealed class BoundTests
{
    private const string Host = "Host: a\r\n";

    [Theory]
    [InlineData(0, "Get")]
    [InlineData(1, "414")]
    public void RequestLine(int extra, string expected)
    {
        string path = "/" + new string('x', HttpLimits.RequestLine - "GET / HTTP/1.1".Length + extra);
        Assert.StartsWith(expected, Parsed.Of($"GET {path} HTTP/1.1\r\n{Host}\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Get")]
    [InlineData(1, "431")]
    public void FieldLine(int extra, string expected)
    {
        string field = "X: " + new string('y', HttpLimits.FieldLine - 3 + extra);
        Assert.StartsWith(expected, Parsed.Of($"GET / HTTP/1.1\r\n{Host}{field}\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Get")]
    [InlineData(1, "431")]
    public void Fields(int extra, string expected)
    {
        var fields = Enumerable.Range(0, HttpLimits.Fields - 1 + extra).Select(number => $"X{number}: y\r\n");
        Assert.StartsWith(expected, Parsed.Of($"GET / HTTP/1.1\r\n{Host}{string.Concat(fields)}\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Get")]
    [InlineData(1, "431")]
    public void FieldBytes(int extra, string expected)
    {
        const int lines = 8;
        int each = (HttpLimits.FieldBytes - "Host: a".Length) / lines;
        int rest = HttpLimits.FieldBytes - "Host: a".Length - (each * lines) + extra;
        string fields = string.Concat(Enumerable.Range(0, lines).Select(number => $"X: {new string('y', each - 3 + (number == 0 ? rest : 0))}\r\n"));
        Assert.StartsWith(expected, Parsed.Of($"GET / HTTP/1.1\r\n{Host}{fields}\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "  [")]
    [InlineData(1, "413")]
    public void ChunkedText(int extra, string expected)
    {
        string body = $"{HttpLimits.Body - 10:x}\r\n{new string('z', HttpLimits.Body - 10)}\r\n{10 + extra:x}\r\n{new string('z', 10 + extra)}\r\n0\r\n\r\n";
        Assert.StartsWith(expected, LastLine($"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n{body}"), StringComparison.Ordinal);
    }

    [Fact]
    public void ChunkLine() => Assert.StartsWith("400", LastLine($"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n1;{new string('e', HttpLimits.ChunkLine)}\r\nx\r\n0\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public void ChunkSizesThatWouldOverflowAreRefused()
    {
        foreach (string size in new[] { "fffffffff", "100000000000000000", "80000000", "-1", "0x1", " 1", "1 ", "" })
            Assert.StartsWith("4", LastLine($"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n{size}\r\nx\r\n0\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1\r\nx\r\n", "")]
    [InlineData("", "T: u\r\n")]
    public void TinyChunksAndTrailersAreBounded(string chunk, string trailer)
    {
        var body = new StringBuilder();
        for (int i = 0; i < HttpLimits.ChunkOverhead && chunk.Length > 0; i++)
            body.Append(chunk);
        body.Append("0\r\n");
        for (int i = 0; i < HttpLimits.ChunkOverhead && trailer.Length > 0; i++)
            body.Append(trailer);
        Assert.StartsWith("413", LastLine($"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n{body}\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void BodiesOfAllConnectionsShareOneBudget()
    {
        var budget = new BodyBudget(10_000);
        var first = new BodyBuffer(budget);
        using var second = new BodyBuffer(budget);
        Assert.True(first.TryReserve(6_000));
        Assert.False(second.TryAppend(new byte[5_000]));
        first.Dispose();
        Assert.True(second.TryAppend(new byte[5_000]));
        second.Dispose();
        Assert.Equal(0, budget.Taken);
    }

    private static string LastLine(string stream) => Parsed.Of(stream).TrimEnd('\n').Split('\n')[^1];
}
