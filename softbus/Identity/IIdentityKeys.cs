using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Identity;

/// <summary>
/// The device's keys as a handshake uses them: the public halves, and the two operations that identityd offers
/// (decisions.md, identityd operations). Asynchronous, because the secrets live in another task.
/// </summary>
public interface IIdentityKeys
{
    DeviceId Id { get; }

    /// <summary>The Ed25519 verifying key, 32 bytes.</summary>
    ReadOnlyMemory<byte> VerifyingKey { get; }

    /// <summary>The X25519 static public key.</summary>
    X25519PublicKey StaticPublic { get; }

    /// <summary>Signs the attestation digest of the own static key for a role.</summary>
    /// <param name="signature">64 bytes, written when the status is Ok.</param>
    ValueTask<IdentityStatus> SignRoleAsync(AttestationRole role, Memory<byte> signature);

    /// <summary>Diffie-Hellman of the static secret; <see cref="IdentityStatus.Refused"/> for a low-order point.</summary>
    /// <param name="shared">32 bytes, written when the status is Ok; secret: the caller clears it.</param>
    ValueTask<IdentityStatus> AgreeAsync(X25519PublicKey peer, Memory<byte> shared);
}
