using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Noise;

/// <summary>
/// Sizes of the XK messages (noise-xk.md section 6):
/// <code>
///  &lt;- s          (pre-message: the responder's static key, known from discovery)
///  -> e, es      48
///  &lt;- e, ee      48 + payload
///  -> s, se      64 + payload
/// </code>
/// </summary>
public static class XkMessage
{
    /// <summary>Message 1: ephemeral key and the tag of an empty payload; exactly this (decisions.md, Strictness).</summary>
    public const int FirstLength = X25519.KeyLength + ChaCha20Poly1305.TagLength;

    /// <summary>Message 2 beside its payload: ephemeral key and tag.</summary>
    public const int SecondOverhead = X25519.KeyLength + ChaCha20Poly1305.TagLength;

    /// <summary>Message 3 beside its payload: encrypted static key (48) and tag.</summary>
    public const int ThirdOverhead = EncryptedKeyLength + ChaCha20Poly1305.TagLength;

    internal const int EncryptedKeyLength = X25519.KeyLength + ChaCha20Poly1305.TagLength;
}
