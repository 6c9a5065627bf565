using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Noise;

/// <summary>
/// The dialling side of Noise_XK_25519_ChaChaPoly_BLAKE2s with an empty prologue. The static secret stays outside: between
/// messages 2 and 3 the caller obtains DH(own static, <see cref="AgreementPeer"/>) wherever that secret lives.
/// </summary>
/// <remarks>Order: WriteMessage1, ReadMessage2, WriteMessage3, Split. After an error every call answers OutOfOrder.</remarks>
public sealed class XkInitiator : IDisposable
{
    private readonly SymmetricState _state = new(SymmetricState.ProtocolName);
    private readonly byte[] _ephemeral = new byte[X25519.KeyLength];
    private readonly X25519PublicKey _ownStatic;
    private readonly X25519PublicKey _remoteStatic;
    private Step _next = Step.WriteFirst;

    /// <param name="ownStatic">Public half of the own static key.</param>
    /// <param name="remoteStatic">The responder's static key as discovered: the handshake fails with any other.</param>
    public XkInitiator(X25519PublicKey ownStatic, X25519PublicKey remoteStatic)
    {
        _ownStatic = ownStatic;
        _remoteStatic = remoteStatic;
        _state.MixHash([]); // the empty prologue is mixed
        _state.MixHash(_remoteStatic);
    }

    private enum Step
    {
        WriteFirst,
        ReadSecond,
        WriteThird,
        Split,
        Over,
    }

    /// <summary>The responder's ephemeral key, after message 2: the other operand of the static Diffie-Hellman.</summary>
    public X25519PublicKey AgreementPeer { get; private set; }

    /// <summary>Writes message 1 (e, es, empty payload).</summary>
    /// <param name="ephemeralSecret">32 fresh random bytes, copied; the caller clears its own copy.</param>
    /// <param name="message">48 bytes, written.</param>
    public NoiseError WriteMessage1(ReadOnlySpan<byte> ephemeralSecret, Span<byte> message)
    {
        if (!Take(Step.WriteFirst))
            return NoiseError.OutOfOrder;
        ephemeralSecret.CopyTo(_ephemeral);
        X25519.PublicKey(_ephemeral, message[..X25519.KeyLength]);
        _state.MixHash(message[..X25519.KeyLength]);
        if (!_state.TryMixAgreement(_ephemeral, _remoteStatic))
            return Fail(NoiseError.InvalidSharedSecret);
        _state.EncryptAndHash(message[X25519.KeyLength..XkMessage.FirstLength]);
        _next = Step.ReadSecond;
        return NoiseError.None;
    }

    /// <summary>Reads message 2 (e, ee) in place.</summary>
    /// <param name="message">Exactly the message; its payload is decrypted where it lies.</param>
    /// <param name="payload">The decrypted payload inside <paramref name="message"/>.</param>
    public NoiseError ReadMessage2(Span<byte> message, out Span<byte> payload)
    {
        payload = default;
        if (!Take(Step.ReadSecond))
            return NoiseError.OutOfOrder;
        if (message.Length is < XkMessage.SecondOverhead or > TransportCipher.MaximumRecordLength)
            return Fail(NoiseError.BadLength);
        AgreementPeer = new X25519PublicKey(message[..X25519.KeyLength]);
        _state.MixHash(message[..X25519.KeyLength]);
        if (!_state.TryMixAgreement(_ephemeral, AgreementPeer))
            return Fail(NoiseError.InvalidSharedSecret);
        if (!_state.TryDecryptAndHash(message[X25519.KeyLength..]))
            return Fail(NoiseError.Decrypt);
        payload = message[X25519.KeyLength..^ChaCha20Poly1305.TagLength];
        _next = Step.WriteThird;
        return NoiseError.None;
    }

    /// <summary>Writes message 3 (s, se).</summary>
    /// <param name="staticAgreement">DH(own static secret, <see cref="AgreementPeer"/>), 32 bytes; the caller clears it.</param>
    /// <param name="message">64 bytes more than the payload, written.</param>
    public NoiseError WriteMessage3(ReadOnlySpan<byte> staticAgreement, ReadOnlySpan<byte> payload, Span<byte> message)
    {
        if (!Take(Step.WriteThird))
            return NoiseError.OutOfOrder;
        if (message.Length != payload.Length + XkMessage.ThirdOverhead || message.Length > TransportCipher.MaximumRecordLength)
            return Fail(NoiseError.BadLength);
        if (!staticAgreement.ContainsAnyExcept((byte)0))
            return Fail(NoiseError.InvalidSharedSecret);
        _ownStatic.CopyTo(message);
        _state.EncryptAndHash(message[..XkMessage.EncryptedKeyLength]);
        _state.MixKey(staticAgreement);
        payload.CopyTo(message[XkMessage.EncryptedKeyLength..]);
        _state.EncryptAndHash(message[XkMessage.EncryptedKeyLength..]);
        Secret.Clear(_ephemeral);
        _next = Step.Split;
        return NoiseError.None;
    }

    /// <summary>The transport ciphers after message 3; the caller owns them. Calling it earlier or twice is a defect.</summary>
    public TransportCiphers Split()
    {
        if (!Take(Step.Split))
            throw new InvalidOperationException("The handshake is not at its end.");
        return _state.Split(initiator: true);
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
