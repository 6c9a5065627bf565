using System.Text;
using DSoftBus.Softbus.Crypto;
using Xunit;

namespace DSoftBus.Tests.Softbus.Crypto;

public sealed class DigestTests
{
    private readonly Blake2s _blake2s = new();

    [Fact]
    public void Blake2sOfAbcIsThatOfTheRfc() // RFC 7693 appendix B
        => Assert.Equal("508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982", Blake2sOf("abc"u8));

    [Fact]
    public void Blake2sOfTheProtocolNameIsTheInitialHash() => VectorFile.ForEach("noise-profile-o", "name-hash", vector =>
        Assert.Equal(vector.Expected.GetString(), Blake2sOf(Encoding.ASCII.GetBytes(vector.Text("protocol_name")))));

    [Fact]
    public void Sha256OfAbcIsThatOfTheStandard()
    {
        Span<byte> digest = stackalloc byte[Sha256.Length];
        Sha256.Hash("a"u8, "bc"u8, digest);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Convert.ToHexStringLower(digest));
    }

    // Computed with Python's hmac over hashlib.blake2s.
    [Theory]
    [InlineData("key", "The quick brown fox ", "jumps over the lazy dog", "f93215bb90d4af4c3061cd932fb169fb8bb8a91d0b4022baea1271e1323cd9a0")]
    public void HmacIsTheStandardConstruction(string key, string first, string second, string expected)
    {
        Span<byte> mac = stackalloc byte[Blake2s.Length];
        _blake2s.Hmac(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(first), Encoding.ASCII.GetBytes(second), mac);
        Assert.Equal(expected, Convert.ToHexStringLower(mac));
    }

    [Fact]
    public void HkdfOutputsMayOverlapTheChainingKey()
    {
        byte[] apart = new byte[32], second = new byte[32], overlapping = Enumerable.Repeat((byte)3, 32).ToArray(), again = new byte[32];
        _blake2s.Hkdf(overlapping, "input"u8, apart, second);
        _blake2s.Hkdf(overlapping, "input"u8, overlapping, again);
        Assert.Equal(apart, overlapping);
        Assert.Equal(second, again);
        Assert.NotEqual(apart, second);
    }

    private string Blake2sOf(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[Blake2s.Length];
        _blake2s.Hash(data, default, digest);
        return Convert.ToHexStringLower(digest);
    }
}
