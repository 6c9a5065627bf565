using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Noise;

/// <summary>What both sides of Noise_XK_25519_ChaChaPoly_BLAKE2s keep: the symmetric state, the own ephemeral secret, and the order of steps.</summary>
public abstract class XkParty : IDisposable
{
    private readonly byte[] _ephemeral = new byte[X25519.KeyLength];
    private readonly bool _initiator;
    private XkStep _next;

    private protected XkParty(XkStep first, bool initiator, X25519PublicKey responderStatic)
    {
        _next = first;
        _initiator = initiator;
        State.MixHash([]); // the empty prologue is mixed
        State.MixHash(responderStatic); // pre-message of XK: <- s
    }

    /// <summary>The other side's ephemeral key once its message was read: the other operand of the static Diffie-Hellman.</summary>
    public X25519PublicKey AgreementPeer { get; private set; }

    private protected SymmetricState State { get; } = new(SymmetricState.ProtocolName);

    /// <summary>The transport ciphers after message 3; the caller owns them. Calling it earlier or twice is a defect.</summary>
    public TransportCiphers Split()
    {
        if (!Take(XkStep.Split))
            throw new InvalidOperationException("The handshake is not at its end.");
        return State.Split(_initiator);
    }

    public void Dispose()
    {
        _next = XkStep.Over;
        ForgetEphemeral();
        State.Dispose();
    }

    /// <summary>True when <paramref name="step"/> is next; until <see cref="Then"/> names another, nothing is.</summary>
    private protected bool Take(XkStep step)
    {
        bool isNext = _next == step;
        if (isNext)
            _next = XkStep.Over;
        return isNext;
    }

    private protected NoiseError Then(XkStep next)
    {
        _next = next;
        return NoiseError.None;
    }

    private protected NoiseError Fail(NoiseError error)
    {
        Dispose();
        return error;
    }

    /// <summary>Token e of an own message: keeps the secret, writes and mixes its public half.</summary>
    private protected void WriteEphemeral(ReadOnlySpan<byte> secret, Span<byte> message)
    {
        secret.CopyTo(_ephemeral);
        X25519.PublicKey(_ephemeral, message[..X25519.KeyLength]);
        State.MixHash(message[..X25519.KeyLength]);
    }

    /// <summary>Token e of the other side's message.</summary>
    private protected void ReadEphemeral(ReadOnlySpan<byte> message)
    {
        AgreementPeer = new X25519PublicKey(message[..X25519.KeyLength]);
        State.MixHash(message[..X25519.KeyLength]);
    }

    /// <summary>Mixes DH(own ephemeral, <paramref name="remote"/>). False when the point is of low order.</summary>
    private protected bool TryMixEphemeral(X25519PublicKey remote) => State.TryMixAgreement(_ephemeral, remote);

    private protected void ForgetEphemeral() => Secret.Clear(_ephemeral);
}
