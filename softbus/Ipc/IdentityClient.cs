using DSoftBus.Runtime.Ipc;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;

namespace DSoftBus.Softbus.Ipc;

/// <summary>The device's keys as a task sees them that does not hold them: every secret operation is a call to identityd.</summary>
public sealed class IdentityClient : IIdentityKeys
{
    // X25519 and Ed25519 take a few milliseconds in emulation; a second means that identityd is gone.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly TaskContext _task;
    private readonly ServiceCaller _caller;
    private readonly Sender _identityd;
    private readonly byte[] _verifyingKey;

    private IdentityClient(TaskContext task, ServiceCaller caller, Sender identityd, ReadOnlySpan<byte> publicBody)
    {
        _task = task;
        _caller = caller;
        _identityd = identityd;
        _verifyingKey = publicBody[..Ed25519.KeyLength].ToArray();
        StaticPublic = new X25519PublicKey(publicBody[Ed25519.KeyLength..]);
        Id = DeviceId.Of(_verifyingKey);
    }

    public DeviceId Id { get; }

    public ReadOnlyMemory<byte> VerifyingKey => _verifyingKey;

    public X25519PublicKey StaticPublic { get; }

    /// <summary>Asks for the public half. Null when identityd has no keys, refuses or does not answer.</summary>
    /// <param name="identityd">SEND to identityd.</param>
    public static async ValueTask<IdentityClient?> OpenAsync(TaskContext task, ServiceCaller caller, Sender identityd)
    {
        var request = new byte[IdentityFrames.PublicRequestLength];
        IdentityFrames.WritePublic(request);
        using var result = await caller.CallAsync(identityd, request, task.Now + Patience);
        return result.Status is CallStatus.Ok ? Read(task, caller, identityd, result.Reply.Payload) : null;
    }

    public async ValueTask<IdentityStatus> SignRoleAsync(AttestationRole role, Memory<byte> signature)
    {
        var request = new byte[IdentityFrames.SignRoleRequestLength];
        IdentityFrames.WriteSignRole(request, role, StaticPublic);
        return await CallAsync(request, IdentityOperation.SignRole, signature);
    }

    public async ValueTask<IdentityStatus> AgreeAsync(X25519PublicKey peer, Memory<byte> shared)
    {
        var request = new byte[IdentityFrames.AgreeRequestLength];
        IdentityFrames.WriteAgree(request, peer);
        return await CallAsync(request, IdentityOperation.Agree, shared);
    }

    private async ValueTask<IdentityStatus> CallAsync(byte[] request, IdentityOperation operation, Memory<byte> answer)
    {
        using var result = await _caller.CallAsync(_identityd, request, _task.Now + Patience);
        if (result.Status is not CallStatus.Ok)
            return IdentityStatus.Unavailable;
        switch (IdentityFrames.ReadReply(result.Reply.Payload, operation, out var body))
        {
            case IdentityReplyStatus.Ok:
                body.CopyTo(answer.Span);
                return IdentityStatus.Ok;
            case IdentityReplyStatus.LowOrder:
                return IdentityStatus.Refused;
            default:
                return IdentityStatus.Unavailable;
        }
    }

    private static IdentityClient? Read(TaskContext task, ServiceCaller caller, Sender identityd, ReadOnlySpan<byte> reply)
        => IdentityFrames.ReadReply(reply, IdentityOperation.Public, out var body) is IdentityReplyStatus.Ok
            ? new IdentityClient(task, caller, identityd, body)
            : null;
}
