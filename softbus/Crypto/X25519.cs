using Curve = Org.BouncyCastle.Math.EC.Rfc7748.X25519;

namespace DSoftBus.Softbus.Crypto;

/// <summary>X25519 (RFC 7748 section 5) over the managed primitives of BouncyCastle; no random source is touched.</summary>
public static class X25519
{
    /// <summary>Bytes of a secret, a public key and a shared secret.</summary>
    public const int KeyLength = 32;

    /// <summary>Base point multiplication; the scalar is clamped while it is used (RFC 7748 section 5).</summary>
    /// <param name="secret">32 bytes, owned by the caller.</param>
    /// <param name="publicKey">32 bytes, written.</param>
    public static void PublicKey(ReadOnlySpan<byte> secret, Span<byte> publicKey) => Curve.ScalarMultBase(secret, publicKey);

    /// <summary>The public key of <paramref name="secret"/> as a value.</summary>
    public static X25519PublicKey PublicKey(ReadOnlySpan<byte> secret)
    {
        var key = default(X25519PublicKey);
        PublicKey(secret, key);
        return key;
    }

    /// <summary>Diffie-Hellman. False, and <paramref name="shared"/> all zero, when the peer sent a point of low order (RFC 7748 section 6.1).</summary>
    /// <param name="secret">32 bytes, owned by the caller.</param>
    /// <param name="peerPublic">As received.</param>
    /// <param name="shared">32 bytes, written; secret: the caller clears it.</param>
    public static bool TryAgree(ReadOnlySpan<byte> secret, X25519PublicKey peerPublic, Span<byte> shared) =>
        Curve.CalculateAgreement(secret, peerPublic, shared);
}
