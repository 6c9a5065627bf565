using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Noise;

/// <summary>
/// The dialling side of Noise_XK_25519_ChaChaPoly_BLAKE2s with an empty prologue. The static secret stays outside: between
/// messages 2 and 3 the caller obtains DH(own static, <see cref="XkParty.AgreementPeer"/>) wherever that secret lives.
/// </summary>
/// <remarks>Order: WriteMessage1, ReadMessage2, WriteMessage3, Split. After an error every call answers OutOfOrder.</remarks>
public sealed class XkInitiator : XkParty
{
    private readonly X25519PublicKey _ownStatic;
    private readonly X25519PublicKey _remoteStatic;

    /// <param name="ownStatic">Public half of the own static key.</param>
    /// <param name="remoteStatic">The responder's static key as discovered: the handshake fails with any other.</param>
    public XkInitiator(X25519PublicKey ownStatic, X25519PublicKey remoteStatic)
        : base(XkStep.WriteFirst, initiator: true, responderStatic: remoteStatic)
    {
        _ownStatic = ownStatic;
        _remoteStatic = remoteStatic;
    }

    /// <summary>Writes message 1 (e, es, empty payload).</summary>
    /// <param name="ephemeralSecret">32 fresh random bytes, copied; the caller clears its own copy.</param>
    /// <param name="message">48 bytes, written.</param>
    public NoiseError WriteMessage1(ReadOnlySpan<byte> ephemeralSecret, Span<byte> message)
    {
        if (!Take(XkStep.WriteFirst))
            return NoiseError.OutOfOrder;
        WriteEphemeral(ephemeralSecret, message);
        if (!TryMixEphemeral(_remoteStatic))
            return Fail(NoiseError.InvalidSharedSecret);
        State.EncryptAndHash(message[X25519.KeyLength..XkMessage.FirstLength]);
        return Then(XkStep.ReadSecond);
    }

    /// <summary>Reads message 2 (e, ee) in place.</summary>
    /// <param name="message">Exactly the message; its payload is decrypted where it lies.</param>
    /// <param name="payload">The decrypted payload inside <paramref name="message"/>.</param>
    public NoiseError ReadMessage2(Span<byte> message, out Span<byte> payload)
    {
        payload = default;
        if (!Take(XkStep.ReadSecond))
            return NoiseError.OutOfOrder;
        if (message.Length is < XkMessage.SecondOverhead or > TransportCipher.MaximumRecordLength)
            return Fail(NoiseError.BadLength);
        ReadEphemeral(message);
        if (!TryMixEphemeral(AgreementPeer))
            return Fail(NoiseError.InvalidSharedSecret);
        if (!State.TryDecryptAndHash(message[X25519.KeyLength..]))
            return Fail(NoiseError.Decrypt);
        payload = message[X25519.KeyLength..^ChaCha20Poly1305.TagLength];
        return Then(XkStep.WriteThird);
    }

    /// <summary>Writes message 3 (s, se).</summary>
    /// <param name="staticAgreement">DH(own static secret, <see cref="XkParty.AgreementPeer"/>), 32 bytes; the caller clears it.</param>
    /// <param name="message">64 bytes more than the payload, written.</param>
    public NoiseError WriteMessage3(ReadOnlySpan<byte> staticAgreement, ReadOnlySpan<byte> payload, Span<byte> message)
    {
        if (!Take(XkStep.WriteThird))
            return NoiseError.OutOfOrder;
        if (message.Length != payload.Length + XkMessage.ThirdOverhead || message.Length > TransportCipher.MaximumRecordLength)
            return Fail(NoiseError.BadLength);
        if (!staticAgreement.ContainsAnyExcept((byte)0))
            return Fail(NoiseError.InvalidSharedSecret);
        _ownStatic.CopyTo(message);
        State.EncryptAndHash(message[..XkMessage.EncryptedKeyLength]);
        State.MixKey(staticAgreement);
        payload.CopyTo(message[XkMessage.EncryptedKeyLength..]);
        State.EncryptAndHash(message[XkMessage.EncryptedKeyLength..]);
        ForgetEphemeral();
        return Then(XkStep.Split);
    }
}
