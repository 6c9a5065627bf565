using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;

namespace DSoftBus.Softbus.Traits;

/// <summary>Makes an authenticated session out of a fresh byte stream, or a named refusal. Fails closed (decisions.md "Sessions").</summary>
public interface IAuthenticator
{
    /// <summary>The dialling side: the peer must prove exactly this id with exactly this static key.</summary>
    /// <param name="transport">A fresh connection; owned by the call, and by the session when there is one.</param>
    /// <param name="peer">The id as announced.</param>
    /// <param name="peerStatic">The static key as announced.</param>
    /// <param name="deadline">For everything up to ConnectResponse.</param>
    ValueTask<Authentication> ConnectAsync(IByteStream transport, DeviceId peer, X25519PublicKey peerStatic, Instant deadline);

    /// <summary>The accepting side: a valid proof is enough; <paramref name="admit"/> has the last word before the answer.</summary>
    /// <param name="transport">A fresh connection; owned by the call, and by the session when there is one.</param>
    /// <param name="admit">Decides with the proven id and the authenticated static key.</param>
    /// <param name="deadline">For everything up to ConnectResponse.</param>
    ValueTask<Authentication> AcceptAsync(IByteStream transport, Func<DeviceId, X25519PublicKey, AdmissionVerdict> admit, Instant deadline);
}
