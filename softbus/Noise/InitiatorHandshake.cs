using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;

namespace DSoftBus.Softbus.Noise;

/// <summary>
/// Profile H, dialling side: XK with both Ed25519 proofs (noise-xk.md section 6). Bound to one discovered peer and fails closed:
/// the session exists only if the static key and the proven device id are the announced ones.
/// </summary>
/// <remarks>Order: WriteMessage1, ReadMessage2, WriteMessage3Async, Complete. After an error: dispose, close the connection.</remarks>
/// <param name="keys">This device; its secrets may live in another task.</param>
/// <param name="peer">The id that was announced.</param>
/// <param name="peerStatic">The static key that was announced.</param>
public sealed class InitiatorHandshake(IIdentityKeys keys, DeviceId peer, X25519PublicKey peerStatic) : IDisposable
{
    private readonly XkInitiator _noise = new(keys.StaticPublic, peerStatic);

    /// <summary>The peer that is dialled, proven once <see cref="ReadMessage2"/> answered None.</summary>
    public DeviceId Peer { get; } = peer;

    /// <summary>The reason behind class Noise.</summary>
    public NoiseError NoiseDetail { get; private set; }

    /// <summary>The reason behind class Identity, or Malformed behind Protocol.</summary>
    public ProofError ProofDetail { get; private set; }

    /// <param name="ephemeralSecret">32 fresh bytes of purpose <c>noise-ephemeral</c>, copied; the caller clears its own copy.</param>
    /// <param name="message">48 bytes, written.</param>
    public HandshakeError WriteMessage1(ReadOnlySpan<byte> ephemeralSecret, Span<byte> message) =>
        Judge(_noise.WriteMessage1(ephemeralSecret, message));

    /// <summary>Reads message 2 in place and validates the server's proof, its static key and its device id.</summary>
    public HandshakeError ReadMessage2(Span<byte> message)
    {
        var error = Judge(_noise.ReadMessage2(message, out var payload));
        if (error != HandshakeError.None)
            return error;
        ProofDetail = AttestationProof.TryRead(payload, out var proof);
        if (ProofDetail != ProofError.None)
            return HandshakeError.Protocol;

        // XK authenticated peerStatic: message 2 could not have been written without its secret (noise-xk.md section 6).
        ProofDetail = proof!.Validate(AttestationRole.Server, peerStatic, out var proven);
        if (ProofDetail == ProofError.None && proven != Peer)
            ProofDetail = ProofError.NotTheAnnouncedDevice;
        return ProofDetail == ProofError.None ? HandshakeError.None : HandshakeError.Identity;
    }

    /// <summary>Asks the keys' holder for the static Diffie-Hellman and the proof, then writes message 3.</summary>
    /// <param name="message">At least <see cref="HandshakeMessage.MaximumLength"/> bytes.</param>
    public async ValueTask<HandshakeMessage> WriteMessage3Async(Memory<byte> message)
    {
        if (ProofDetail != ProofError.None)
            throw new InvalidOperationException("The server's proof was refused.");
        var shared = new byte[X25519.KeyLength];
        try
        {
            var status = await keys.AgreeAsync(_noise.AgreementPeer, shared);
            if (status != IdentityStatus.Ok)
                return new HandshakeMessage(status == IdentityStatus.Refused ? Judge(NoiseError.InvalidSharedSecret) : HandshakeError.Io, 0);
            var proof = await OwnProof.WriteAsync(keys, AttestationRole.Client);
            if (proof.IsEmpty)
                return new HandshakeMessage(HandshakeError.Io, 0);
            int length = proof.Length + XkMessage.ThirdOverhead;
            return new HandshakeMessage(Judge(_noise.WriteMessage3(shared, proof.Span, message.Span[..length])), length);
        }
        finally
        {
            Secret.Clear(shared);
        }
    }

    /// <summary>The transport ciphers after message 3; the caller owns them.</summary>
    public TransportCiphers Complete() => _noise.Split();

    public void Dispose() => _noise.Dispose();

    private HandshakeError Judge(NoiseError error)
    {
        NoiseDetail = error;
        return error == NoiseError.None ? HandshakeError.None : HandshakeError.Noise;
    }
}
