namespace DSoftBus.Softbus.Noise.ProfileO;

/// <summary>The error set of the compatibility handshake (noise-xk.md section 2).</summary>
public enum ProfileOError : byte
{
    None = 0,

    /// <summary>A length other than 32, 96 or 64, or message 3 before message 1; judged before any state changes.</summary>
    BadLength = 1,

    /// <summary>Authentication failed.</summary>
    Crypto = 2,

    /// <summary>The authenticated static key is not the pinned one.</summary>
    StaticKeyMismatch = 3,

    /// <summary>A Diffie-Hellman result of all zero.</summary>
    InvalidSharedSecret = 4,
}
