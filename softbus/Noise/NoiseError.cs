namespace DSoftBus.Softbus.Noise;

/// <summary>Why a handshake message or a transport record was refused. After any of these the handshake or session is over.</summary>
public enum NoiseError : byte
{
    None = 0,

    /// <summary>A length that the pattern does not allow, judged before any state changes.</summary>
    BadLength = 1,

    /// <summary>Authentication failed: altered bytes, another key, or another transcript.</summary>
    Decrypt = 2,

    /// <summary>A Diffie-Hellman result of all zero: the peer sent a low-order point.</summary>
    InvalidSharedSecret = 3,

    /// <summary>A message that is not next in the pattern, or any after an error.</summary>
    OutOfOrder = 4,

    /// <summary>The counter reached 2^64-1, which is never used (Noise revision 34 section 5.1).</summary>
    CounterExhausted = 5,

    /// <summary>More than 65535 bytes (Noise revision 34 section 3).</summary>
    TooLong = 6,
}
