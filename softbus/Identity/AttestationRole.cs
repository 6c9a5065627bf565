using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Identity;

/// <summary>Which end of a session a proof speaks for (noise-xk.md section 6). Stable: it is an IPC value of identityd.</summary>
public enum AttestationRole : byte
{
    /// <summary>The dialling side: tag <c>client-static</c>.</summary>
    Client = 1,

    /// <summary>The accepting side: tag <c>server-static</c>.</summary>
    Server = 2,
}

/// <summary>The one message that a device key ever signs.</summary>
public static class AttestationDigest
{
    /// <summary>Bytes of the digest.</summary>
    public const int Length = Sha256.Length;

    /// <summary>SHA-256(role tag || Noise static public key).</summary>
    /// <param name="digest">32 bytes, written.</param>
    public static void Compute(AttestationRole role, X25519PublicKey staticPublic, Span<byte> digest) =>
        Sha256.Hash(role == AttestationRole.Server ? "server-static"u8 : "client-static"u8, staticPublic, digest);
}
