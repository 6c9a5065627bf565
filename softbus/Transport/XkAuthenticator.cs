using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Noise;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Transport;

/// <summary>
/// Profile H: Noise XK with both attestations, then ConnectRequest and ConnectResponse with the feature bits
/// (noise-xk.md section 6, session-frames.md section 1). Any failure closes the connection; there is no error frame.
/// </summary>
/// <param name="task">For time and randomness.</param>
/// <param name="keys">This device; the secrets may lie in another task.</param>
/// <param name="offered">The feature bits to offer.</param>
public sealed class XkAuthenticator(TaskContext task, IIdentityKeys keys, SessionFeatures offered) : IAuthenticator
{
    private readonly IRandomSource _ephemerals = task.Entropy.For(RandomPurpose.NoiseEphemeral);

    public async ValueTask<Authentication> ConnectAsync(IByteStream transport, DeviceId peer, X25519PublicKey peerStatic, Instant deadline)
    {
        using var handshake = new InitiatorHandshake(keys, peer, peerStatic);
        var link = new HandshakeLink(transport, task.Clock, deadline);
        var failure = await DialAsync(handshake, link);
        if (failure.IsFailure)
            return await RefuseAsync(transport, failure, peer);

        // From here on everything is encrypted, the connect messages first.
        var records = new RecordLink(task, transport, link.Frames, handshake.Complete());
        var connect = await ConnectExchange.RequestAsync(records, keys.Id, offered, deadline);
        if (connect.Failure.IsFailure)
        {
            records.Dispose();
            return await RefuseAsync(transport, connect.Failure, peer);
        }

        var session = new NetworkSession(
            transport, new FramedStream(task, records), peer, peerStatic, SessionRole.Dialler, connect.Features & offered);
        return new Authentication(HandshakeError.None, "", peer, session);
    }

    public async ValueTask<Authentication> AcceptAsync(
        IByteStream transport, Func<DeviceId, X25519PublicKey, AdmissionVerdict> admit, Instant deadline)
    {
        using var handshake = new ResponderHandshake(keys);
        var link = new HandshakeLink(transport, task.Clock, deadline);
        var failure = await AnswerAsync(handshake, link);
        if (failure.IsFailure)
            return await RefuseAsync(transport, failure, null);

        var records = new RecordLink(task, transport, link.Frames, handshake.Complete());
        var connect = await ConnectExchange.ReceiveAsync(records, handshake.Peer, deadline);
        failure = connect.Failure.IsFailure ? connect.Failure : HandshakeFailure.Of(admit(handshake.Peer, handshake.PeerStatic));

        // A peer whose request could be read is told that it is refused (session-frames.md section 1, step 5).
        if (!connect.Failure.IsFailure || connect.Failure.Error is HandshakeError.Identity)
        {
            var sent = await ConnectExchange.AnswerAsync(records, !failure.IsFailure, connect.Features & offered, deadline);
            failure = failure.IsFailure ? failure : sent;
        }

        if (failure.IsFailure)
        {
            records.Dispose();
            return await RefuseAsync(transport, failure, handshake.Peer);
        }

        var session = new NetworkSession(transport, new FramedStream(task, records),
            handshake.Peer, handshake.PeerStatic, SessionRole.Acceptor, connect.Features & offered);
        return new Authentication(HandshakeError.None, "", handshake.Peer, session);
    }

    private async ValueTask<HandshakeFailure> DialAsync(InitiatorHandshake handshake, HandshakeLink link)
    {
        var ephemeral = DrawEphemeral();
        var error = handshake.WriteMessage1(ephemeral, link.Outgoing.Span[..XkMessage.FirstLength]);
        Secret.Clear(ephemeral);
        if (error is not HandshakeError.None)
            return HandshakeFailure.Of(error, "message 1", handshake.NoiseDetail, handshake.ProofDetail);
        var failure = await link.SendAsync(XkMessage.FirstLength);
        if (failure.IsFailure)
            return failure;

        var (answer, readFailure) = await link.ReceiveAsync("message 2");
        if (readFailure.IsFailure)
            return readFailure;
        error = handshake.ReadMessage2(answer.Span);
        if (error is not HandshakeError.None)
            return HandshakeFailure.Of(error, "message 2", handshake.NoiseDetail, handshake.ProofDetail);

        var third = await handshake.WriteMessage3Async(link.Outgoing);
        if (third.Error is not HandshakeError.None)
            return HandshakeFailure.Of(third.Error, "message 3", handshake.NoiseDetail, handshake.ProofDetail);
        return await link.SendAsync(third.Length);
    }

    private async ValueTask<HandshakeFailure> AnswerAsync(ResponderHandshake handshake, HandshakeLink link)
    {
        var (first, failure) = await link.ReceiveFirstAsync();
        if (failure.IsFailure)
            return failure;
        var error = await handshake.ReadMessage1Async(first);
        if (error is not HandshakeError.None)
            return HandshakeFailure.Of(error, "message 1", handshake.NoiseDetail, handshake.ProofDetail);

        // Drawn only now: message 1 was authentic (decisions.md "Sessions", Strictness).
        var ephemeral = DrawEphemeral();
        var second = await handshake.WriteMessage2Async(ephemeral, link.Outgoing);
        Secret.Clear(ephemeral);
        if (second.Error is not HandshakeError.None)
            return HandshakeFailure.Of(second.Error, "message 2", handshake.NoiseDetail, handshake.ProofDetail);
        failure = await link.SendAsync(second.Length);
        if (failure.IsFailure)
            return failure;

        (var third, failure) = await link.ReceiveAsync("message 3");
        if (failure.IsFailure)
            return failure;
        error = handshake.ReadMessage3(third.Span);
        return HandshakeFailure.Of(error, "message 3", handshake.NoiseDetail, handshake.ProofDetail);
    }

    private byte[] DrawEphemeral()
    {
        var secret = new byte[X25519.KeyLength];
        _ephemerals.Fill(secret);
        return secret;
    }

    private static async ValueTask<Authentication> RefuseAsync(IByteStream transport, HandshakeFailure failure, DeviceId? peer)
    {
        await transport.CloseAsync();
        return new Authentication(failure.Error, failure.Detail, peer, null) { IsMismatch = failure.IsMismatch };
    }
}
