using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Noise;

/// <summary>
/// The accepting side of Noise_XK_25519_ChaChaPoly_BLAKE2s with an empty prologue. The static secret stays outside: message 1 is
/// read in two steps, between which the caller obtains DH(own static, <see cref="AgreementPeer"/>).
/// </summary>
/// <remarks>Order: BeginMessage1, CompleteMessage1, WriteMessage2, ReadMessage3, Split. The ephemeral secret is asked for only
/// after message 1 was authentic. After an error every call answers OutOfOrder.</remarks>
public sealed class XkResponder : IDisposable
{
    private readonly SymmetricState _state = new(SymmetricState.ProtocolName);
    private readonly byte[] _ephemeral = new byte[X25519.KeyLength];
    private readonly byte[] _firstTag = new byte[ChaCha20Poly1305.TagLength];
    private Step _next = Step.BeginFirst;

    public XkResponder(X25519PublicKey ownStatic)
    {
        _state.MixHash([]); // the empty prologue is mixed
        _state.MixHash(ownStatic);
    }

    private enum Step
    {
        BeginFirst,
        CompleteFirst,
        WriteSecond,
        ReadThird,
        Split,
        Over,
    }

    /// <summary>The initiator's ephemeral key, after <see cref="BeginMessage1"/>: the other operand of the static Diffie-Hellman.</summary>
    public X25519PublicKey AgreementPeer { get; private set; }

    /// <summary>The initiator's static key, after message 3.</summary>
    public X25519PublicKey RemoteStatic { get; private set; }

    /// <summary>Takes message 1 (e, es): exactly 48 bytes, else BadLength.</summary>
    public NoiseError BeginMessage1(ReadOnlySpan<byte> message)
    {
        if (!Take(Step.BeginFirst))
            return NoiseError.OutOfOrder;
        if (message.Length != XkMessage.FirstLength)
            return Fail(NoiseError.BadLength);
        AgreementPeer = new X25519PublicKey(message[..X25519.KeyLength]);
        _state.MixHash(message[..X25519.KeyLength]);
        message[X25519.KeyLength..].CopyTo(_firstTag);
        _next = Step.CompleteFirst;
        return NoiseError.None;
    }

    /// <summary>Authenticates message 1: proves that the initiator knows this node's static key.</summary>
    /// <param name="staticAgreement">DH(own static secret, <see cref="AgreementPeer"/>), 32 bytes; the caller clears it.</param>
    public NoiseError CompleteMessage1(ReadOnlySpan<byte> staticAgreement)
    {
        if (!Take(Step.CompleteFirst))
            return NoiseError.OutOfOrder;
        if (!staticAgreement.ContainsAnyExcept((byte)0))
            return Fail(NoiseError.InvalidSharedSecret);
        _state.MixKey(staticAgreement);
        if (!_state.TryDecryptAndHash(_firstTag))
            return Fail(NoiseError.Decrypt);
        _next = Step.WriteSecond;
        return NoiseError.None;
    }

    /// <summary>Writes message 2 (e, ee).</summary>
    /// <param name="ephemeralSecret">32 fresh random bytes, copied; the caller clears its own copy.</param>
    /// <param name="message">48 bytes more than the payload, written.</param>
    public NoiseError WriteMessage2(ReadOnlySpan<byte> ephemeralSecret, ReadOnlySpan<byte> payload, Span<byte> message)
    {
        if (!Take(Step.WriteSecond))
            return NoiseError.OutOfOrder;
        if (message.Length != payload.Length + XkMessage.SecondOverhead || message.Length > TransportCipher.MaximumRecordLength)
            return Fail(NoiseError.BadLength);
        ephemeralSecret.CopyTo(_ephemeral);
        X25519.PublicKey(_ephemeral, message[..X25519.KeyLength]);
        _state.MixHash(message[..X25519.KeyLength]);
        if (!_state.TryMixAgreement(_ephemeral, AgreementPeer))
            return Fail(NoiseError.InvalidSharedSecret);
        payload.CopyTo(message[X25519.KeyLength..]);
        _state.EncryptAndHash(message[X25519.KeyLength..]);
        _next = Step.ReadThird;
        return NoiseError.None;
    }

    /// <summary>Reads message 3 (s, se) in place.</summary>
    /// <param name="message">Exactly the message; its payload is decrypted where it lies.</param>
    /// <param name="payload">The decrypted payload inside <paramref name="message"/>.</param>
    public NoiseError ReadMessage3(Span<byte> message, out Span<byte> payload)
    {
        payload = default;
        if (!Take(Step.ReadThird))
            return NoiseError.OutOfOrder;
        if (message.Length is < XkMessage.ThirdOverhead or > TransportCipher.MaximumRecordLength)
            return Fail(NoiseError.BadLength);
        if (!_state.TryDecryptAndHash(message[..XkMessage.EncryptedKeyLength]))
            return Fail(NoiseError.Decrypt);
        RemoteStatic = new X25519PublicKey(message[..X25519.KeyLength]);
        if (!_state.TryMixAgreement(_ephemeral, RemoteStatic))
            return Fail(NoiseError.InvalidSharedSecret);
        if (!_state.TryDecryptAndHash(message[XkMessage.EncryptedKeyLength..]))
            return Fail(NoiseError.Decrypt);
        payload = message[XkMessage.EncryptedKeyLength..^ChaCha20Poly1305.TagLength];
        Secret.Clear(_ephemeral);
        _next = Step.Split;
        return NoiseError.None;
    }

    /// <summary>The transport ciphers after message 3; the caller owns them. Calling it earlier or twice is a defect.</summary>
    public TransportCiphers Split()
    {
        if (!Take(Step.Split))
            throw new InvalidOperationException("The handshake is not at its end.");
        return _state.Split(initiator: false);
    }

    public void Dispose()
    {
        _next = Step.Over;
        Secret.Clear(_ephemeral);
        _state.Dispose();
    }

    private bool Take(Step step)
    {
        bool isNext = _next == step;
        if (isNext)
            _next = Step.Over;
        return isNext;
    }

    private NoiseError Fail(NoiseError error)
    {
        Dispose();
        return error;
    }
}
