using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Noise.ProfileO;

/// <summary>The fixed sizes of the compatibility handshake; its messages travel without a length prefix.</summary>
public static class ProfileOMessage
{
    /// <summary>e.</summary>
    public const int FirstLength = X25519.KeyLength;

    /// <summary>e, enc(s), tag.</summary>
    public const int SecondLength = SecondTag + ChaCha20Poly1305.TagLength;

    /// <summary>enc(s), tag.</summary>
    public const int ThirdLength = ThirdTag + ChaCha20Poly1305.TagLength;

    internal const int SecondTag = X25519.KeyLength + ThirdTag;

    internal const int ThirdTag = X25519.KeyLength + ChaCha20Poly1305.TagLength;
}
