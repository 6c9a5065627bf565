using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;

namespace DSoftBus.Tests.Softbus.Transport;

/// <summary>A device that shows somebody else's attestation: valid in itself, but made for that one's static key.</summary>
internal sealed class ForeignAttestation(DeviceIdentity own, DeviceIdentity stolen) : IIdentityKeys
{
    public DeviceId Id => stolen.Id;

    public ReadOnlyMemory<byte> VerifyingKey => stolen.VerifyingKey;

    public X25519PublicKey StaticPublic => own.StaticPublic;

    public ValueTask<IdentityStatus> SignRoleAsync(AttestationRole role, Memory<byte> signature)
    {
        stolen.SignRole(role, stolen.StaticPublic, signature.Span);
        return ValueTask.FromResult(IdentityStatus.Ok);
    }

    public ValueTask<IdentityStatus> AgreeAsync(X25519PublicKey peer, Memory<byte> shared)
        => ((IIdentityKeys)own).AgreeAsync(peer, shared);
}
