using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;

namespace DSoftBus.Softbus.Ipc;

/// <summary>
/// The <c>I D</c> frames between a daemon and its identityd, version 1. Lengths are exact in both directions.
/// </summary>
/// <remarks>
/// <code>
/// request  'I' 'D' 01 op                              reply  'I' 'D' 01 op|80 status
///   1 PUBLIC                                            verifying key[32] static public[32]
///   2 SIGN_ROLE  role u8 (1 client, 2 server)           signature[64]
///                static public[32]
///   3 DH         peer public[32]                        shared secret[32]
/// </code>
/// A reply with a status other than 0 is its 5 bytes of header. The device id is not sent: it is the digest of the verifying key.
/// </remarks>
public static class IdentityFrames
{
    public const int RequestHeaderLength = 4;
    public const int ReplyHeaderLength = 5;
    public const int PublicRequestLength = RequestHeaderLength;
    public const int SignRoleRequestLength = RequestHeaderLength + 1 + X25519.KeyLength;
    public const int AgreeRequestLength = RequestHeaderLength + X25519.KeyLength;
    public const int PublicReplyLength = ReplyHeaderLength + Ed25519.KeyLength + X25519.KeyLength;
    public const int SignRoleReplyLength = ReplyHeaderLength + Ed25519.SignatureLength;
    public const int AgreeReplyLength = ReplyHeaderLength + X25519.KeyLength;

    /// <summary>The longest frame of either direction.</summary>
    public const int MaxLength = SignRoleReplyLength;

    public const byte Version = 1;

    /// <summary>Writes a request and returns its length.</summary>
    /// <param name="destination">At least <see cref="PublicRequestLength"/> bytes.</param>
    public static int WritePublic(Span<byte> destination)
    {
        WriteHeader(destination, (byte)IdentityOperation.Public);
        return PublicRequestLength;
    }

    /// <summary>Writes a request and returns its length.</summary>
    /// <param name="destination">At least <see cref="SignRoleRequestLength"/> bytes.</param>
    public static int WriteSignRole(Span<byte> destination, AttestationRole role, X25519PublicKey staticPublic)
    {
        WriteHeader(destination, (byte)IdentityOperation.SignRole);
        destination[RequestHeaderLength] = (byte)role;
        staticPublic.CopyTo(destination[(RequestHeaderLength + 1)..]);
        return SignRoleRequestLength;
    }

    /// <summary>Writes a request and returns its length.</summary>
    /// <param name="destination">At least <see cref="AgreeRequestLength"/> bytes.</param>
    public static int WriteAgree(Span<byte> destination, X25519PublicKey peer)
    {
        WriteHeader(destination, (byte)IdentityOperation.Agree);
        peer.CopyTo(destination[RequestHeaderLength..]);
        return AgreeRequestLength;
    }

    /// <summary>Writes the header of a reply; the body, if any, follows at <see cref="ReplyHeaderLength"/>.</summary>
    public static void WriteReplyHeader(Span<byte> destination, byte operation, IdentityReplyStatus status)
    {
        WriteHeader(destination, (byte)(operation | 0x80));
        destination[RequestHeaderLength] = (byte)status;
    }

    /// <summary>Whether the bytes begin as an <c>I D</c> frame of any version.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> bytes) => bytes.Length >= 2 && bytes[0] == 'I' && bytes[1] == 'D';

    /// <summary>Reads a reply: Ok only when header, operation and exact length fit and identityd said so.</summary>
    /// <param name="body">With Ok: the bytes behind the header, a view of <paramref name="reply"/>.</param>
    public static IdentityReplyStatus ReadReply(ReadOnlySpan<byte> reply, IdentityOperation operation, out ReadOnlySpan<byte> body)
    {
        body = default;
        if (reply.Length < ReplyHeaderLength || !HasMagic(reply) || reply[2] != Version || reply[3] != ((byte)operation | 0x80))
            return IdentityReplyStatus.Malformed;
        var status = (IdentityReplyStatus)reply[4];
        if (status is not IdentityReplyStatus.Ok)
            return status;
        int length = operation switch
        {
            IdentityOperation.Public => PublicReplyLength,
            IdentityOperation.SignRole => SignRoleReplyLength,
            _ => AgreeReplyLength,
        };
        if (reply.Length != length)
            return IdentityReplyStatus.Malformed;
        body = reply[ReplyHeaderLength..];
        return IdentityReplyStatus.Ok;
    }

    private static void WriteHeader(Span<byte> destination, byte operation)
    {
        destination[0] = (byte)'I';
        destination[1] = (byte)'D';
        destination[2] = Version;
        destination[3] = operation;
    }
}
