using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Wire;

/// <summary>tests/vectors/wire.json: bytes and what they say, or the error they give.</summary>
public sealed class WireVectorTests
{
    public static TheoryData<WireVector> Vectors => [.. WireVector.Load()];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Bytes_say_what_the_vector_says(WireVector vector)
    {
        var fields = new Dictionary<string, string>();
        var error = WireReader.Read(vector.Format, vector.Bytes, fields, out byte[]? emitted);
        Assert.Equal(vector.Error ?? nameof(WireError.None), error.ToString());
        Assert.Equal(vector.Expected.Select(Line).Order(StringComparer.Ordinal), fields.Select(Line).Order(StringComparer.Ordinal));
        if (vector.Emits)
            Assert.Equal(Convert.ToHexStringLower(vector.Bytes), Convert.ToHexStringLower(emitted!));
    }

    [Fact]
    public void Every_format_has_vectors_that_parse_and_vectors_that_do_not()
    {
        var vectors = WireVector.Load().ToList();
        foreach (string format in WireReader.Formats)
            Assert.Contains(vectors, vector => vector.Format == format && vector.Error is null);
        foreach (string format in WireReader.Formats.Except(["checksum", "icmp-error"]))
            Assert.Contains(vectors, vector => vector.Format == format && vector.Error is not null);
    }

    /// <summary>Every proper prefix of a header is refused, never read beyond its end.</summary>
    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_prefix_gives_a_value_or_an_error(WireVector vector)
    {
        for (int length = 0; length < vector.Bytes.Length; length++)
            WireReader.Read(vector.Format, vector.Bytes[..length], [], out _);
    }

    [Fact]
    public void Error_numbers_are_stable() =>
        Assert.Equal("None=0 Truncated=1 BadLength=2 BadVersion=3 BadValue=4 BadChecksum=5",
            string.Join(' ', Enum.GetValues<WireError>().Select(error => $"{error}={(int)error}")));

    private static string Line(KeyValuePair<string, string> field) => $"{field.Key} {field.Value}";
}
