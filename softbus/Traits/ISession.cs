using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;

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
    uint Features { get; }

    IStream Stream { get; }

    /// <summary>Says goodbye where channel 0 was negotiated and closes the transport. Idempotent.</summary>
    /// <param name="reason">Reason byte of CLOSE: 0 normal, 1 shutdown, 2 policy, 3 protocol, 4 idle, 5 rekey limit, 6 duplicate session.</param>
    /// <param name="deadline">How long the goodbye may take.</param>
    ValueTask CloseAsync(byte reason, Instant deadline);
}
