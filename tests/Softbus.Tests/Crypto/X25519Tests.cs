using CsCheck;
using DSoftBus.Softbus.Crypto;
using Xunit;

namespace DSoftBus.Tests.Softbus.Crypto;

public sealed class X25519Tests
{
    // RFC 7748 section 5.2, first vector.
    [Theory]
    [InlineData("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4", "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c", "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")]
    public void AgreesWithTheRfc(string secret, string peer, string expected)
    {
        Span<byte> shared = stackalloc byte[X25519.KeyLength];
        Assert.True(X25519.TryAgree(Convert.FromHexString(secret), new X25519PublicKey(Convert.FromHexString(peer)), shared));
        Assert.Equal(expected, Convert.ToHexStringLower(shared));
    }

    [Fact]
    public void BothSidesAgree() => Gen.Byte.Array[32].Select(Gen.Byte.Array[32]).Sample((a, b) =>
    {
        var (first, second) = (new byte[32], new byte[32]);
        var (publicA, publicB) = (X25519.PublicKey(a), X25519.PublicKey(b));
        Assert.True(X25519.TryAgree(a, publicB, first));
        Assert.True(X25519.TryAgree(b, publicA, second));
        Assert.Equal(first, second);
    }, iter: 30);

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void PointsOfLowOrderAreRefused(string peer)
    {
        var shared = new byte[32];
        Assert.False(X25519.TryAgree(Enumerable.Repeat((byte)0x11, 32).ToArray(), new X25519PublicKey(Convert.FromHexString(peer)), shared));
        Assert.Equal(new byte[32], shared);
    }

    [Fact]
    public void TheKeyOfProfileTestSecretsIsTheSpecified() => VectorFile.ForEach("noise-profile-o", "test-key", vector =>
        Assert.Equal(vector.Expected.GetProperty("public").GetString(), X25519.PublicKey(vector.ExpectedBytes("secret")).ToString()));

    [Fact]
    public void KeysCompareByTheirBytes()
    {
        var first = new X25519PublicKey(Enumerable.Repeat((byte)1, 32).ToArray());
        var other = new X25519PublicKey([.. Enumerable.Repeat((byte)1, 31), 2]);
        Assert.True(first == new X25519PublicKey(Enumerable.Repeat((byte)1, 32).ToArray()));
        Assert.True(first != other);
        Assert.NotEqual<object>(first, other);
    }
}
