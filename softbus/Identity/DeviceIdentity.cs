using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Identity;

/// <summary>
/// A device's keys, derived from one Ed25519 seed: verifying key, id = SHA-256(verifying key), X25519 static secret =
/// SHA-256(seed) (noise-xk.md section 6). Only identityd and tests hold one; the secrets are cleared by <see cref="Dispose"/>.
/// </summary>
public sealed class DeviceIdentity : IIdentityKeys, IDisposable
{
    private readonly byte[] _seed = new byte[Ed25519.SeedLength];
    private readonly byte[] _staticSecret = new byte[X25519.KeyLength];
    private readonly byte[] _verifyingKey = new byte[Ed25519.KeyLength];
    private bool _disposed;

    /// <param name="seed">32 bytes from entropy or a test, copied; the caller clears its own copy.</param>
    public DeviceIdentity(ReadOnlySpan<byte> seed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, Ed25519.SeedLength);
        seed.CopyTo(_seed);
        Sha256.Hash(seed, _staticSecret);
        Ed25519.VerifyingKey(seed, _verifyingKey);
        Id = DeviceId.Of(_verifyingKey);
        StaticPublic = X25519.PublicKey(_staticSecret);
    }

    public DeviceId Id { get; }

    public ReadOnlyMemory<byte> VerifyingKey => _verifyingKey;

    public X25519PublicKey StaticPublic { get; }

    /// <summary>Signs for a role over any static key; the proof of this device passes <see cref="StaticPublic"/>.</summary>
    /// <param name="signature">64 bytes, written.</param>
    public void SignRole(AttestationRole role, X25519PublicKey staticPublic, Span<byte> signature)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Span<byte> digest = stackalloc byte[AttestationDigest.Length];
        AttestationDigest.Compute(role, staticPublic, digest);
        Ed25519.Sign(_seed, _verifyingKey, digest, signature);
    }

    /// <summary>Diffie-Hellman of the static secret; false for a low-order point.</summary>
    /// <param name="shared">32 bytes, written; secret.</param>
    public bool TryAgree(X25519PublicKey peerPublic, Span<byte> shared)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return X25519.TryAgree(_staticSecret, peerPublic, shared);
    }

    ValueTask<IdentityStatus> IIdentityKeys.SignRoleAsync(AttestationRole role, Memory<byte> signature)
    {
        SignRole(role, StaticPublic, signature.Span);
        return ValueTask.FromResult(IdentityStatus.Ok);
    }

    ValueTask<IdentityStatus> IIdentityKeys.AgreeAsync(X25519PublicKey peer, Memory<byte> shared) =>
        ValueTask.FromResult(TryAgree(peer, shared.Span) ? IdentityStatus.Ok : IdentityStatus.Refused);

    public void Dispose()
    {
        _disposed = true;
        Secret.Clear(_seed);
        Secret.Clear(_staticSecret);
    }
}
