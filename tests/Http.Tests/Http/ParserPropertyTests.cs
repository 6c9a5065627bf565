using System.Text;
using CsCheck;
using Xunit;

namespace DSoftBus.Tests.Http.Http;

/// <summary>What holds for every input: how it is cut into pieces changes nothing, and no bytes make the parsers throw.</summary>
public sealed class ParserPropertyTests
{
    private const string Stream =
        "\r\nGET /a?b HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n"
        + "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
        + "POST /e HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;e=\"f\"\r\nabc\r\n0a\r\n0123456789\r\n0\r\nT: v\r\n\r\n"
        + "GET /last HTTP/1.0\r\n\r\n";

    private static readonly byte[] Whole = Encoding.Latin1.GetBytes(Stream);

    // Pieces of requests, put together at random: most are wrong in one place, which is where parsers err.
    private static readonly string[] Pieces =
    [
        "GET / HTTP/1.1\r\n", "POST /e HTTP/1.1\r\n", "Host: x\r\n", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "\r\n",
        "3\r\nabc\r\n", "0\r\n\r\n", "abc", "X : y\r\n", "\n", "\r", " ", "\0", "Expect: 100-continue\r\n", "ffffffff\r\n", "GET /#\u00ff HTTP/9.9\r\n",
    ];

    private static readonly Gen<string> Piece = Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]);

    [Fact]
    public void EveryCutGivesTheSame()
    {
        string expected = Parsed.Of(Whole, []);
        Assert.Equal(4, expected.Split('\n').Count(line => line.StartsWith("  [", StringComparison.Ordinal)));
        for (int cut = 1; cut < Whole.Length; cut++)
            Assert.Equal(expected, Parsed.Of(Whole, [cut]));
        Assert.Equal(expected, Parsed.Of(Whole, Enumerable.Range(1, Whole.Length - 1)));
    }

    [Fact]
    public void RandomCutsOfRandomStreamsGiveTheSame() =>
        Gen.Select(Piece.Array[0, 20], Gen.Int[1, 400].Array[0, 12]).Sample((pieces, cuts) =>
        {
            byte[] stream = Encoding.Latin1.GetBytes(string.Concat(pieces));
            return Parsed.Of(stream, cuts) == Parsed.Of(stream, []);
        }, iter: 3000);

    [Fact]
    public void RandomBytesNeverThrow() =>
        Gen.Byte.Array[0, 300].Sample(bytes => { _ = Parsed.Of(bytes, [7, 50]); }, iter: 3000);

    [Fact]
    public void OneChangedByteNeverThrowsAndIsCutTheSame() =>
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Byte, Gen.Int[1, Whole.Length - 1]).Sample((place, value, cut) =>
        {
            byte[] changed = [.. Whole];
            changed[place] = value;
            return Parsed.Of(changed, [cut]) == Parsed.Of(changed, []);
        }, iter: 3000);
}
