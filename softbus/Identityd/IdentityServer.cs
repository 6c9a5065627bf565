using DSoftBus.Runtime.Ipc;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Ipc;
using DSoftBus.Softbus.Sessions;

namespace DSoftBus.Softbus.Identityd;

/// <summary>Answers the <c>I D</c> frames. Total: any bytes in, an answer out.</summary>
/// <param name="keyUser">
/// The one sender that may use the secrets (SIGN_ROLE, DH). Everybody who holds a capability to identityd may ask for the public half.
/// </param>
public sealed class IdentityServer(ServiceId keyUser)
{
    /// <summary>The Cap'n Proto opcode of SignRequest: second message pair of identity.capnp.</summary>
    private const byte SignOpcode = 2;

    /// <summary>Writes the answer to one request and returns its length.</summary>
    /// <param name="keys">Null without entropy.</param>
    /// <param name="sender">As the runtime wrote it.</param>
    /// <param name="request">Any bytes.</param>
    /// <param name="answer">At least <see cref="IdentityFrames.MaxLength"/> bytes.</param>
    public int Answer(DeviceIdentity? keys, ServiceId sender, ReadOnlySpan<byte> request, Span<byte> answer)
    {
        if (!IdentityFrames.HasMagic(request))
            return RefuseOpcode(request, answer);
        if (request.Length < IdentityFrames.RequestHeaderLength)
            return Status(answer, 0, IdentityReplyStatus.Malformed);
        byte operation = request[3];
        if (request[2] != IdentityFrames.Version)
            return Status(answer, operation, IdentityReplyStatus.Unsupported);
        var body = request[IdentityFrames.RequestHeaderLength..];
        return (IdentityOperation)operation switch
        {
            IdentityOperation.Public => Public(keys, body, answer),
            IdentityOperation.SignRole => SignRole(keys, sender, body, answer),
            IdentityOperation.Agree => Agree(keys, sender, body, answer),
            _ => Status(answer, operation, IdentityReplyStatus.Unsupported),
        };
    }

    private static int Public(DeviceIdentity? keys, ReadOnlySpan<byte> body, Span<byte> answer)
    {
        if (!body.IsEmpty)
            return Status(answer, (byte)IdentityOperation.Public, IdentityReplyStatus.Malformed);
        if (keys is null)
            return Status(answer, (byte)IdentityOperation.Public, IdentityReplyStatus.NoKeys);
        int length = Status(answer, (byte)IdentityOperation.Public, IdentityReplyStatus.Ok);
        keys.VerifyingKey.Span.CopyTo(answer[length..]);
        keys.StaticPublic.CopyTo(answer[(length + Ed25519.KeyLength)..]);
        return IdentityFrames.PublicReplyLength;
    }

    private int SignRole(DeviceIdentity? keys, ServiceId sender, ReadOnlySpan<byte> body, Span<byte> answer)
    {
        const byte Operation = (byte)IdentityOperation.SignRole;
        if (body.Length != IdentityFrames.SignRoleRequestLength - IdentityFrames.RequestHeaderLength)
            return Status(answer, Operation, IdentityReplyStatus.Malformed);
        var role = (AttestationRole)body[0];
        if (role is not (AttestationRole.Client or AttestationRole.Server))
            return Status(answer, Operation, IdentityReplyStatus.Malformed);
        if (keys is null)
            return Status(answer, Operation, IdentityReplyStatus.NoKeys);

        // A proof over somebody else's static key would let its owner speak in our name.
        if (sender != keyUser || !keys.StaticPublic.Equals(body[1..]))
            return Status(answer, Operation, IdentityReplyStatus.Refused);
        int length = Status(answer, Operation, IdentityReplyStatus.Ok);
        keys.SignRole(role, keys.StaticPublic, answer.Slice(length, Ed25519.SignatureLength));
        return IdentityFrames.SignRoleReplyLength;
    }

    private int Agree(DeviceIdentity? keys, ServiceId sender, ReadOnlySpan<byte> body, Span<byte> answer)
    {
        const byte Operation = (byte)IdentityOperation.Agree;
        if (body.Length != X25519.KeyLength)
            return Status(answer, Operation, IdentityReplyStatus.Malformed);
        if (keys is null)
            return Status(answer, Operation, IdentityReplyStatus.NoKeys);
        if (sender != keyUser)
            return Status(answer, Operation, IdentityReplyStatus.Refused);
        if (!keys.TryAgree(new X25519PublicKey(body), answer.Slice(IdentityFrames.ReplyHeaderLength, X25519.KeyLength)))
            return Status(answer, Operation, IdentityReplyStatus.LowOrder);
        Status(answer, Operation, IdentityReplyStatus.Ok);
        return IdentityFrames.AgreeReplyLength;
    }

    // A Cap'n Proto body (opcode, message) is answered, never served: SignRequest would sign anything (decisions.md, identityd operations).
    private static int RefuseOpcode(ReadOnlySpan<byte> request, Span<byte> answer)
    {
        if (request.IsEmpty)
            return ErrorAnswer.Write(answer, 0, AnswerError.Malformed);
        return ErrorAnswer.Write(answer, request[0], request[0] == SignOpcode ? AnswerError.Denied : AnswerError.UnknownOpcode);
    }

    private static int Status(Span<byte> answer, byte operation, IdentityReplyStatus status)
    {
        IdentityFrames.WriteReplyHeader(answer, operation, status);
        return IdentityFrames.ReplyHeaderLength;
    }
}
