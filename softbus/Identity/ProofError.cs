namespace DSoftBus.Softbus.Identity;

/// <summary>Why a proof was refused, in the order of the checks (noise-xk.md section 6, decisions.md Strictness).</summary>
public enum ProofError : byte
{
    None = 0,

    /// <summary>Over 8192 bytes, not one JSON object, nesting over 16, more than 128 keys in one object, a duplicate key, a missing key, a wrong type, or an array element that is not 0..255 in plain digits. Class <c>Protocol</c>.</summary>
    Malformed = 1,

    /// <summary>The verifying key has not 32 bytes. Class <c>Identity</c>, like all below.</summary>
    VerifyingKeyLength = 2,

    /// <summary>The verifying key is no canonical point of prime order.</summary>
    VerifyingKeyInvalid = 3,

    /// <summary>The device id is not the digest of the verifying key.</summary>
    DeviceIdMismatch = 4,

    /// <summary>The signature has not 64 bytes.</summary>
    SignatureLength = 5,

    /// <summary>The signature does not hold for this role and the static key that Noise authenticated.</summary>
    SignatureInvalid = 6,

    /// <summary>A valid proof, but of another device than the one that was dialled.</summary>
    NotTheAnnouncedDevice = 7,
}
