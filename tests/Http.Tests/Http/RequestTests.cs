using Xunit;

namespace DSoftBus.Tests.Http.Http;

/// <summary>Which requests are taken, and with which status the others are refused (RFC 9110, RFC 9112).</summary>
public sealed class RequestTests
{
    private const string Host = "Host: a\r\n";

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "Get / - None 0 True False")]
    [InlineData("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "Get / - None 0 True False")]
    [InlineData("HEAD /x?y=1?2 HTTP/1.1\r\nHost:\r\n\r\n", "Head /x y=1?2 None 0 True False")]
    [InlineData("GET http://a:80/x HTTP/1.1\r\nHost: b\r\n\r\n", "Get /x - None 0 True False")]
    [InlineData("GET HTTP://a?q HTTP/1.1\r\nHost: a\r\n\r\n", "Get / q None 0 True False")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "Options * - None 0 True False")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "Get / - None 0 False False")]
    [InlineData("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "Get / - None 0 True False")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE\r\n\r\n", "Get / - None 0 False False")]
    [InlineData("GET / HTTP/1.9\r\nHost: a\r\n\r\n", "Get / - None 0 True False")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 003\r\n\r\nabc", "Post / - Length 3 True False")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\nExpect: 100-Continue\r\n\r\n0\r\n\r\n", "Post / - Chunked 0 True True")]
    [InlineData("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n", "Post / - Length 0 False False")]
    public void IsTaken(string stream, string expected) => Assert.Equal(expected, Parsed.Of(stream).Split('\n')[0]);

    [Theory]
    [InlineData("GET /\r\n", 400)]
    [InlineData("GET  / HTTP/1.1\r\n", 400)]
    [InlineData(" GET / HTTP/1.1\r\n", 400)]
    [InlineData("GET / HTTP/1.1 \r\n", 400)]
    [InlineData("G(T / HTTP/1.1\r\n", 400)]
    [InlineData("GET x HTTP/1.1\r\n", 400)]
    [InlineData("GET /\u00e9 HTTP/1.1\r\n", 400)]
    [InlineData("GET /#x HTTP/1.1\r\n", 400)]
    [InlineData("GET * HTTP/1.1\r\n", 400)]
    [InlineData("GET http:///x HTTP/1.1\r\n", 400)]
    [InlineData("GET http://u@a/ HTTP/1.1\r\n", 400)]
    [InlineData("GET https://a/ HTTP/1.1\r\n", 400)]
    [InlineData("GET / http/1.1\r\n", 400)]
    [InlineData("GET / HTTP/11\r\n", 400)]
    [InlineData("get / HTTP/1.1\r\n", 501)]
    [InlineData("BREW / HTTP/1.1\r\n", 501)]
    [InlineData("PRI * HTTP/2.0\r\n", 505)]
    [InlineData("GET / HTTP/0.9\r\n", 505)]
    [InlineData("\r\n\r\n\r\n\r\n\r\n", 400)]
    public void RequestLineIsRefused(string stream, int status) => AssertRefused(status, stream);

    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\n")]
    [InlineData("GET / HTTP/1.1\rX: y\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\nx\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\n0\r\n\r\n")]
    public void LinesEndWithBothOrNot(string stream) => AssertRefused(400, stream);

    [Theory]
    [InlineData("")]
    [InlineData("Host: a\r\nHost: a\r\n")]
    [InlineData("Host: a b\r\n")]
    [InlineData("Host: a:b\r\n")]
    [InlineData("Host: u@a\r\n")]
    [InlineData("Host: a, b\r\n")]
    [InlineData("Host: [x]\r\n")]
    public void HostIsRequiredOnceAndValid(string fields) => AssertRefused(400, $"GET / HTTP/1.1\r\n{fields}\r\n");

    [Theory]
    [InlineData("X : y\r\n")]
    [InlineData(": y\r\n")]
    [InlineData("X\r\n")]
    [InlineData("X: y\r\n z\r\n")]
    [InlineData("X: y\r\n\tz\r\n")]
    [InlineData("X: a\0b\r\n")]
    [InlineData("X: a\u007fb\r\n")]
    [InlineData("X\u00e9: y\r\n")]
    public void FieldIsRefused(string fields) => AssertRefused(400, $"GET / HTTP/1.1\r\n{Host}{fields}\r\n");

    [Theory]
    [InlineData("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", 400)]
    [InlineData("Content-Length: 1\r\nContent-Length: 1\r\n", 400)]
    [InlineData("Content-Length: 1, 1\r\n", 400)]
    [InlineData("Content-Length: +1\r\n", 400)]
    [InlineData("Content-Length: -1\r\n", 400)]
    [InlineData("Content-Length: 0x1\r\n", 400)]
    [InlineData("Content-Length:\r\n", 400)]
    [InlineData("Content-Length: 99999999999999999999\r\n", 400)]
    [InlineData("Content-Length: 1048577\r\n", 413)]
    [InlineData("Content-Length: 999999999999999999\r\n", 413)]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked, gzip\r\n", 400)]
    [InlineData("Transfer-Encoding: identity\r\n", 400)]
    [InlineData("Transfer-Encoding:\r\n", 400)]
    [InlineData("Transfer-Encoding: \u000bchunked\r\n", 400)]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n", 501)]
    [InlineData("Expect: coffee\r\n", 417)]
    public void FramingIsRefused(string fields, int status) => AssertRefused(status, $"POST / HTTP/1.1\r\n{Host}{fields}\r\n");

    [Fact]
    public void ChunksOfAnOldClientAreRefused() => AssertRefused(400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

    [Fact]
    public void PipelinedRequestsComeOneAfterTheOther()
    {
        string result = Parsed.Of($"POST /1 HTTP/1.1\r\n{Host}Content-Length: 3\r\n\r\nabcPOST /2 HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n2;x=y\r\nde\r\n1\r\nf\r\n0\r\nT: u\r\n\r\nGET /3 HTTP/1.1\r\n{Host}\r\n");
        Assert.Equal(["[abc]", "[def]", "[]"], result.Split('\n').Where(line => line.StartsWith("  [", StringComparison.Ordinal)).Select(line => line.Trim()));
        Assert.Equal(["/1", "/2", "/3"], result.Split('\n').Where(line => line.Length > 0 && line[0] != ' ').Select(line => line.Split(' ')[1]));
    }

    private static void AssertRefused(int status, string stream)
    {
        string last = Parsed.Of(stream).TrimEnd('\n').Split('\n')[^1];
        Assert.StartsWith($"{status} ", last, StringComparison.Ordinal);
    }
}
