using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace DSoftBus.Softbus.Crypto;

/// <summary>
/// Ed25519 (RFC 8032 section 5.1) with strict verification: canonical encodings only, and neither the key nor the point of a
/// signature may lie outside the subgroup of prime order, so one signature has one verdict with every correct verifier.
/// </summary>
public static class Ed25519
{
    /// <summary>Bytes of the private seed.</summary>
    public const int SeedLength = 32;

    /// <summary>Bytes of a verifying key.</summary>
    public const int KeyLength = 32;

    /// <summary>Bytes of a signature: point R, then scalar S, both little-endian.</summary>
    public const int SignatureLength = 64;

    /// <summary>Derives the verifying key of a seed.</summary>
    public static void VerifyingKey(ReadOnlySpan<byte> seed, Span<byte> verifyingKey) => Curve.GeneratePublicKey(seed, verifyingKey);

    /// <summary>Deterministic signature (RFC 8032 section 5.1.6); needs no randomness.</summary>
    /// <param name="seed">32 bytes, owned by the caller.</param>
    /// <param name="verifyingKey">The key of that seed; a foreign key would leak the secret, so it must come from <see cref="VerifyingKey"/>.</param>
    /// <param name="message">Any length.</param>
    /// <param name="signature">64 bytes, written.</param>
    public static void Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> verifyingKey, ReadOnlySpan<byte> message, Span<byte> signature) =>
        Curve.Sign(seed, verifyingKey, message, signature);

    /// <summary>True for a canonical encoding of a point of prime order; false for any other bytes or length.</summary>
    public static bool IsValidPoint(ReadOnlySpan<byte> encoded) =>
        encoded.Length == KeyLength && Curve.ValidatePublicKeyFull(encoded);

    /// <summary>True only for a signature that every strict verifier accepts. Any bytes and lengths may be passed.</summary>
    public static bool Verify(ReadOnlySpan<byte> verifyingKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureLength
        && IsValidPoint(verifyingKey)
        && IsValidPoint(signature[..KeyLength])
        && Curve.Verify(signature, verifyingKey, message); // S below the group order is checked there
}
