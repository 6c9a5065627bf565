using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Transport;

/// <summary>A session over a byte stream, as <see cref="XkAuthenticator"/> makes it.</summary>
public sealed class NetworkSession(
    IByteStream transport, FramedStream stream, DeviceId peer, X25519PublicKey peerStatic, SessionRole role, SessionFeatures features) : ISession
{
    private bool _closed;

    public DeviceId Peer { get; } = peer;

    public X25519PublicKey PeerStatic { get; } = peerStatic;

    public SessionRole Role { get; } = role;

    public SessionFeatures Features { get; } = features;

    public IStream Stream => stream;

    public async ValueTask<StreamStatus> SayGoodbyeAsync(CloseReason reason, Instant deadline)
    {
        if (!Features.HasFlag(SessionFeatures.Control))
            return StreamStatus.Ok;
        var message = new byte[ControlMessage.MaximumLength];
        int length = ControlMessage.Close(reason).Write(message);
        return await stream.SendAsync(Channel.Control, message.AsMemory(0, length), deadline);
    }

    public async ValueTask CloseAsync()
    {
        if (_closed)
            return;
        _closed = true;
        await transport.CloseAsync();
        stream.Dispose();
    }
}
