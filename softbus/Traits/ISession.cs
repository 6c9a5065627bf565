using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Sessions;

namespace DSoftBus.Softbus.Traits;

/// <summary>An authenticated session: a framed stream and who is at the other end.</summary>
public interface ISession
{
    /// <summary>The peer, as its attestation proved it.</summary>
    DeviceId Peer { get; }

    /// <summary>The static key that the handshake authenticated.</summary>
    X25519PublicKey PeerStatic { get; }

    SessionRole Role { get; }

    /// <summary>Feature bits that both sides offered (decisions.md "Sessions", negotiation).</summary>
    SessionFeatures Features { get; }

    IStream Stream { get; }

    /// <summary>Sends CLOSE where channel 0 was negotiated, else nothing. The peer closes its side when it reads it.</summary>
    /// <param name="deadline">How long the peer may take to accept it.</param>
    ValueTask<StreamStatus> SayGoodbyeAsync(CloseReason reason, Instant deadline);

    /// <summary>Closes the transport. Idempotent.</summary>
    ValueTask CloseAsync();
}
