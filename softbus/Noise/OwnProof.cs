using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;

namespace DSoftBus.Softbus.Noise;

/// <summary>The proof JSON of this device for a role, signed by whoever holds its key.</summary>
internal static class OwnProof
{
    /// <summary>Empty when the holder refused or is gone.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> WriteAsync(IIdentityKeys keys, AttestationRole role)
    {
        var signature = new byte[Ed25519.SignatureLength];
        if (await keys.SignRoleAsync(role, signature) != IdentityStatus.Ok)
            return default;
        var json = new byte[AttestationProof.MaximumWrittenLength];
        return json.AsMemory(0, AttestationProof.Write(keys.Id, keys.VerifyingKey.Span, signature, json));
    }
}
