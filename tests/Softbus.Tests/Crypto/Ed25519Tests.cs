using System.Numerics;
using CsCheck;
using DSoftBus.Softbus.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Xunit;

namespace DSoftBus.Tests.Softbus.Crypto;

public sealed class Ed25519Tests
{
    private static readonly BigInteger GroupOrder = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    public static TheoryData<string> PointsOfSmallOrder { get; } =
    [
        "0100000000000000000000000000000000000000000000000000000000000000", // order 1
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // order 2
        "0000000000000000000000000000000000000000000000000000000000000080", // order 4
        "0000000000000000000000000000000000000000000000000000000000000000", // order 4
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", // order 8
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", // order 8
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", // order 8
        "0100000000000000000000000000000000000000000000000000000000000080", // not canonical: x = 0 with sign
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", // not canonical: x = 0 with sign
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // not canonical: y = p
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // not canonical: y = p + 1
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];

    // RFC 8032 section 7.1, tests 1 and 2.
    [Theory]
    [InlineData("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    public void SignsAsTheRfc(string seed, string key, string message, string expected)
    {
        var (seedBytes, verifyingKey, signature) = (Convert.FromHexString(seed), new byte[32], new byte[64]);
        Ed25519.VerifyingKey(seedBytes, verifyingKey);
        Assert.Equal(key, Convert.ToHexStringLower(verifyingKey));
        Ed25519.Sign(seedBytes, verifyingKey, Convert.FromHexString(message), signature);
        Assert.Equal(expected, Convert.ToHexStringLower(signature));
        Assert.True(Ed25519.Verify(verifyingKey, Convert.FromHexString(message), signature));
    }

    [Theory]
    [MemberData(nameof(PointsOfSmallOrder))]
    public void SmallOrderAndOtherEncodingsAreNoPoints(string encoded)
    {
        var point = Convert.FromHexString(encoded);
        Assert.False(Ed25519.IsValidPoint(point));

        // With a key of small order a signature R = [S]B - [k]A can be forged for many messages; S = 0 and R = the neutral
        // element is the simplest. As R it must be refused as well.
        byte[] forged = [.. point, .. new byte[32]];
        Assert.False(Ed25519.Verify(point, "any"u8, forged));
        var (verifyingKey, signature) = Signed([5, 6, 7]);
        point.CopyTo(signature, 0);
        Assert.False(Ed25519.Verify(verifyingKey, [5, 6, 7], signature));
    }

    /// <summary>
    /// With a key A of small order, R = rB and S = r hold for every message whose [k]A is neutral: at least one in eight. A
    /// verifier without a check of the key accepts them.
    /// </summary>
    [Theory]
    [MemberData(nameof(PointsOfSmallOrder))]
    public void KeysOfSmallOrderVerifyNothing(string encoded)
    {
        var seed = Enumerable.Repeat((byte)9, 32).ToArray();
        var sha512 = new Sha512Digest();
        sha512.BlockUpdate(seed, 0, seed.Length);
        var hash = new byte[sha512.GetDigestSize()];
        sha512.DoFinal(hash, 0);
        var scalarBytes = hash[..32]; // RFC 8032 section 5.1.5
        scalarBytes[0] &= 248;
        scalarBytes[31] = (byte)((scalarBytes[31] & 127) | 64);
        var reduced = new byte[32];
        Assert.True((new BigInteger(scalarBytes, isUnsigned: true) % GroupOrder).TryWriteBytes(reduced, out _, isUnsigned: true));
        var signature = new byte[64];
        Ed25519.VerifyingKey(seed, signature.AsSpan(0, 32));
        reduced.CopyTo(signature, 32);
        for (byte message = 0; message < 64; message++)
            Assert.False(Ed25519.Verify(Convert.FromHexString(encoded), [message], signature));
    }

    /// <summary>
    /// A key of mixed order, A = aB + T with T of order 8: what is signed with a under that key holds for the messages whose [k]T is
    /// neutral, about one in eight, so verifiers would disagree. Ours refuses the key.
    /// </summary>
    [Fact]
    public void KeysOfMixedOrderVerifyNothing()
    {
        var (seed, key, signature) = (Enumerable.Repeat((byte)9, 32).ToArray(), new byte[32], new byte[64]);
        Ed25519.VerifyingKey(seed, key);
        var honest = EdwardsPoint.Decode(key);
        Assert.Equal(key, honest.Encode());
        var mixed = (honest + EdwardsPoint.Decode(Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"))).Encode();
        Assert.True(Ed25519.IsValidPoint(key));
        Assert.False(Ed25519.IsValidPoint(mixed));
        for (byte message = 0; message < 64; message++)
        {
            Ed25519.Sign(seed, mixed, [message], signature);
            Assert.False(Ed25519.Verify(mixed, [message], signature));
        }
    }

    [Fact]
    public void ScalarsOutsideTheGroupAreRefused()
    {
        var (verifyingKey, signature) = Signed([1]);
        var scalar = new BigInteger(signature.AsSpan(32), isUnsigned: true) + GroupOrder;
        var larger = new byte[32];
        Assert.True(scalar.TryWriteBytes(larger, out _, isUnsigned: true));
        larger.CopyTo(signature, 32);
        Assert.False(Ed25519.Verify(verifyingKey, [1], signature));
    }

    [Fact]
    public void AnyFlippedBitBreaksASignature() => Gen.Int[0, 511].Select(Gen.Byte.Array[0, 40]).Sample((bit, message) =>
    {
        var (verifyingKey, signature) = Signed(message);
        Assert.True(Ed25519.Verify(verifyingKey, message, signature));
        signature[bit / 8] ^= (byte)(1 << (bit % 8));
        Assert.False(Ed25519.Verify(verifyingKey, message, signature));
    }, iter: 30);

    [Fact]
    public void AnyBytesGetAVerdict() => Gen.Byte.Array[0, 40].Select(Gen.Byte.Array[0, 80]).Sample((key, signature) =>
        Assert.False(Ed25519.Verify(key, [], signature)), iter: 200);

    private static (byte[] VerifyingKey, byte[] Signature) Signed(byte[] message)
    {
        var (seed, key, signature) = (Enumerable.Repeat((byte)9, 32).ToArray(), new byte[32], new byte[64]);
        Ed25519.VerifyingKey(seed, key);
        Ed25519.Sign(seed, key, message, signature);
        return (key, signature);
    }
}
