namespace DSoftBus.Softbus.Ipc;

/// <summary>Status byte of an <c>I D</c> reply (softbus/Identityd/README.md). Wire values.</summary>
public enum IdentityReplyStatus : byte
{
    Ok = 0,

    /// <summary>The device has no entropy, so it has no keys.</summary>
    NoKeys = 1,

    /// <summary>Wrong magic or a length that does not fit the operation.</summary>
    Malformed = 2,

    /// <summary>Unknown version or operation.</summary>
    Unsupported = 3,

    /// <summary>The sender may not use this operation, or asks it for a key that is not ours.</summary>
    Refused = 4,

    /// <summary>The peer's public key is a point of low order: the shared secret would be zero.</summary>
    LowOrder = 5,
}
