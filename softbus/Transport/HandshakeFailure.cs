using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Noise;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Transport;

/// <summary>Why a handshake ended without a session; the default value is no failure.</summary>
/// <param name="Error">The class (noise-xk.md section 6).</param>
/// <param name="Detail">Where and what, for markers; no byte of it comes from the peer.</param>
public readonly record struct HandshakeFailure(HandshakeError Error, string Detail)
{
    public bool IsFailure => Error is not HandshakeError.None;

    /// <summary>The peer is not the device that it was taken for: another id or key than discovery said.</summary>
    public bool IsMismatch { get; init; }

    /// <summary>A failure inside a handshake message, or none.</summary>
    public static HandshakeFailure Of(HandshakeError error, string where, NoiseError noise, ProofError proof) => error switch
    {
        HandshakeError.None => default,
        HandshakeError.Noise => new HandshakeFailure(error, $"{where}: {noise}"),
        HandshakeError.Identity or HandshakeError.Protocol
            => new HandshakeFailure(error, $"{where}: {proof}") { IsMismatch = proof is ProofError.NotTheAnnouncedDevice },
        _ => new HandshakeFailure(error, $"{where}: identityd does not answer"),
    };

    /// <summary>A failure of the connection, or none. A length out of bounds is the peer's breach of the protocol.</summary>
    public static HandshakeFailure Of(ReadFrameStatus status, string where) => status switch
    {
        ReadFrameStatus.Ok => default,
        ReadFrameStatus.BadLength => new HandshakeFailure(HandshakeError.Protocol, $"{where}: length out of bounds"),
        ReadFrameStatus.TimedOut or ReadFrameStatus.Stalled => new HandshakeFailure(HandshakeError.Io, $"{where}: timed out"),
        _ => new HandshakeFailure(HandshakeError.Io, $"{where}: connection closed"),
    };

    /// <summary>A refusal of the accepting side's own, or none.</summary>
    public static HandshakeFailure Of(AdmissionVerdict verdict) => verdict switch
    {
        AdmissionVerdict.Admit => default,
        AdmissionVerdict.OtherKeyPinned => new HandshakeFailure(HandshakeError.Identity, "another key is pinned") { IsMismatch = true },
        AdmissionVerdict.DuplicateSession => new HandshakeFailure(HandshakeError.Identity, "duplicate session"),
        _ => new HandshakeFailure(HandshakeError.Io, "session table full"),
    };
}
