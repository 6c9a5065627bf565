namespace DSoftBus.Softbus.Ipc;

/// <summary>Operations of the <c>I D</c> frames, version 1 (softbus/Identityd/README.md). Wire values.</summary>
public enum IdentityOperation : byte
{
    /// <summary>The public half of the identity.</summary>
    Public = 1,

    /// <summary>A signature over the attestation digest of a role and the own static key.</summary>
    SignRole = 2,

    /// <summary>Diffie-Hellman of the static secret with a peer's public key.</summary>
    Agree = 3,
}
