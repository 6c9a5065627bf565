using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;

namespace DSoftBus.Softbus.Noise;

/// <summary>
/// Profile H, accepting side: XK with both Ed25519 proofs (noise-xk.md section 6). A valid proof is enough for a session; whether
/// the cache holds that id with another key is the caller's check, and rights come only from policy (decisions.md, Sessions).
/// </summary>
/// <remarks>Order: ReadMessage1Async, WriteMessage2Async, ReadMessage3, Complete. After an error: dispose, close the connection.</remarks>
/// <param name="keys">This device; its secrets may live in another task.</param>
public sealed class ResponderHandshake(IIdentityKeys keys) : IDisposable
{
    private readonly XkResponder _noise = new(keys.StaticPublic);

    /// <summary>The proven device id of the initiator, once <see cref="ReadMessage3"/> answered None.</summary>
    public DeviceId Peer { get; private set; }

    /// <summary>The initiator's static key, once <see cref="ReadMessage3"/> answered None.</summary>
    public X25519PublicKey PeerStatic => _noise.RemoteStatic;

    /// <summary>The reason behind class Noise.</summary>
    public NoiseError NoiseDetail { get; private set; }

    /// <summary>The reason behind class Identity, or Malformed behind Protocol.</summary>
    public ProofError ProofDetail { get; private set; }

    /// <summary>Authenticates message 1, asking the keys' holder for the static Diffie-Hellman.</summary>
    public async ValueTask<HandshakeError> ReadMessage1Async(ReadOnlyMemory<byte> message)
    {
        var error = Judge(_noise.BeginMessage1(message.Span));
        if (error != HandshakeError.None)
            return error;
        var shared = new byte[X25519.KeyLength];
        try
        {
            return await keys.AgreeAsync(_noise.AgreementPeer, shared) switch
            {
                IdentityStatus.Ok => Judge(_noise.CompleteMessage1(shared)),
                IdentityStatus.Refused => Judge(NoiseError.InvalidSharedSecret),
                _ => HandshakeError.Io,
            };
        }
        finally
        {
            Secret.Clear(shared);
        }
    }

    /// <summary>Writes message 2 with this device's proof.</summary>
    /// <param name="ephemeralSecret">32 fresh bytes of purpose <c>noise-ephemeral</c>, drawn only now, after message 1 was authentic; the caller clears its copy.</param>
    /// <param name="message">At least <see cref="HandshakeMessage.MaximumLength"/> bytes.</param>
    public async ValueTask<HandshakeMessage> WriteMessage2Async(ReadOnlyMemory<byte> ephemeralSecret, Memory<byte> message)
    {
        var proof = await OwnProof.WriteAsync(keys, AttestationRole.Server);
        if (proof.IsEmpty)
            return new HandshakeMessage(HandshakeError.Io, 0);
        int length = proof.Length + XkMessage.SecondOverhead;
        return new HandshakeMessage(Judge(_noise.WriteMessage2(ephemeralSecret.Span, proof.Span, message.Span[..length])), length);
    }

    /// <summary>Reads message 3 in place and validates the client's proof.</summary>
    public HandshakeError ReadMessage3(Span<byte> message)
    {
        var error = Judge(_noise.ReadMessage3(message, out var payload));
        if (error != HandshakeError.None)
            return error;
        ProofDetail = AttestationProof.TryRead(payload, out var proof);
        if (ProofDetail != ProofError.None)
            return HandshakeError.Protocol;
        ProofDetail = proof!.Validate(AttestationRole.Client, PeerStatic, out var proven);
        if (ProofDetail != ProofError.None)
            return HandshakeError.Identity;
        Peer = proven;
        return HandshakeError.None;
    }

    /// <summary>The transport ciphers after a good message 3; the caller owns them.</summary>
    public TransportCiphers Complete()
    {
        if (ProofDetail != ProofError.None)
            throw new InvalidOperationException("The client's proof was refused.");
        return _noise.Split();
    }

    public void Dispose() => _noise.Dispose();

    private HandshakeError Judge(NoiseError error)
    {
        NoiseDetail = error;
        return error == NoiseError.None ? HandshakeError.None : HandshakeError.Noise;
    }
}
