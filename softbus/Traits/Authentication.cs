using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Noise;

namespace DSoftBus.Softbus.Traits;

/// <summary>The outcome of a handshake: a session, or a named refusal. Without a session the transport is closed.</summary>
/// <param name="Error">None with a session, else the class of the failure (noise-xk.md section 6).</param>
/// <param name="Detail">What exactly failed; for markers.</param>
/// <param name="Peer">The peer as far as it is known: dialled, or proven. Null while it proved nothing.</param>
/// <param name="Session">The session; null with an error.</param>
public readonly record struct Authentication(HandshakeError Error, string Detail, DeviceId? Peer, ISession? Session)
{
    /// <summary>The peer is not the device that it was taken for: another id or key than discovery said.</summary>
    public bool IsMismatch { get; init; }
}
