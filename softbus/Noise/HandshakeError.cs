namespace DSoftBus.Softbus.Noise;

/// <summary>The error classes of session establishment (noise-xk.md section 6).</summary>
public enum HandshakeError : byte
{
    None = 0,

    /// <summary>The connection or identityd failed: closed, timed out, frame too long.</summary>
    Io = 1,

    /// <summary>A handshake message was not authentic or not allowed; <see cref="NoiseError"/> says which.</summary>
    Noise = 2,

    /// <summary>The peer is not who it must be; <see cref="Identity.ProofError"/> says why.</summary>
    Identity = 3,

    /// <summary>A proof or connect message that cannot be decoded.</summary>
    Protocol = 4,

    /// <summary>Something that this build does not offer.</summary>
    Unsupported = 5,
}
