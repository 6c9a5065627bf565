using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Noise;

/// <summary>
/// The accepting side of Noise_XK_25519_ChaChaPoly_BLAKE2s with an empty prologue. The static secret stays outside: message 1 is
/// read in two steps, between which the caller obtains DH(own static, <see cref="XkParty.AgreementPeer"/>).
/// </summary>
/// <remarks>Order: BeginMessage1, CompleteMessage1, WriteMessage2, ReadMessage3, Split. The ephemeral secret is asked for only
/// after message 1 was authentic. After an error every call answers OutOfOrder.</remarks>
public sealed class XkResponder : XkParty
{
    private readonly byte[] _firstTag = new byte[ChaCha20Poly1305.TagLength];

    public XkResponder(X25519PublicKey ownStatic)
        : base(XkStep.BeginFirst, initiator: false, responderStatic: ownStatic)
    {
    }

    /// <summary>The initiator's static key, after message 3.</summary>
    public X25519PublicKey RemoteStatic { get; private set; }

    /// <summary>Takes message 1 (e, es): exactly 48 bytes, else BadLength.</summary>
    public NoiseError BeginMessage1(ReadOnlySpan<byte> message)
    {
        if (!Take(XkStep.BeginFirst))
            return NoiseError.OutOfOrder;
        if (message.Length != XkMessage.FirstLength)
            return Fail(NoiseError.BadLength);
        ReadEphemeral(message);
        message[X25519.KeyLength..].CopyTo(_firstTag);
        return Then(XkStep.CompleteFirst);
    }

    /// <summary>Authenticates message 1: proves that the initiator knows this node's static key.</summary>
    /// <param name="staticAgreement">DH(own static secret, <see cref="XkParty.AgreementPeer"/>), 32 bytes; the caller clears it.</param>
    public NoiseError CompleteMessage1(ReadOnlySpan<byte> staticAgreement)
    {
        if (!Take(XkStep.CompleteFirst))
            return NoiseError.OutOfOrder;
        if (!staticAgreement.ContainsAnyExcept((byte)0))
            return Fail(NoiseError.InvalidSharedSecret);
        State.MixKey(staticAgreement);
        if (!State.TryDecryptAndHash(_firstTag))
            return Fail(NoiseError.Decrypt);
        return Then(XkStep.WriteSecond);
    }

    /// <summary>Writes message 2 (e, ee).</summary>
    /// <param name="ephemeralSecret">32 fresh random bytes, copied; the caller clears its own copy.</param>
    /// <param name="message">48 bytes more than the payload, written.</param>
    public NoiseError WriteMessage2(ReadOnlySpan<byte> ephemeralSecret, ReadOnlySpan<byte> payload, Span<byte> message)
    {
        if (!Take(XkStep.WriteSecond))
            return NoiseError.OutOfOrder;
        if (message.Length != payload.Length + XkMessage.SecondOverhead || message.Length > TransportCipher.MaximumRecordLength)
            return Fail(NoiseError.BadLength);
        WriteEphemeral(ephemeralSecret, message);
        if (!TryMixEphemeral(AgreementPeer))
            return Fail(NoiseError.InvalidSharedSecret);
        payload.CopyTo(message[X25519.KeyLength..]);
        State.EncryptAndHash(message[X25519.KeyLength..]);
        return Then(XkStep.ReadThird);
    }

    /// <summary>Reads message 3 (s, se) in place.</summary>
    /// <param name="message">Exactly the message; its payload is decrypted where it lies.</param>
    /// <param name="payload">The decrypted payload inside <paramref name="message"/>.</param>
    public NoiseError ReadMessage3(Span<byte> message, out Span<byte> payload)
    {
        payload = default;
        if (!Take(XkStep.ReadThird))
            return NoiseError.OutOfOrder;
        if (message.Length is < XkMessage.ThirdOverhead or > TransportCipher.MaximumRecordLength)
            return Fail(NoiseError.BadLength);
        if (!State.TryDecryptAndHash(message[..XkMessage.EncryptedKeyLength]))
            return Fail(NoiseError.Decrypt);
        RemoteStatic = new X25519PublicKey(message[..X25519.KeyLength]);
        if (!TryMixEphemeral(RemoteStatic))
            return Fail(NoiseError.InvalidSharedSecret);
        if (!State.TryDecryptAndHash(message[XkMessage.EncryptedKeyLength..]))
            return Fail(NoiseError.Decrypt);
        payload = message[XkMessage.EncryptedKeyLength..^ChaCha20Poly1305.TagLength];
        ForgetEphemeral();
        return Then(XkStep.Split);
    }
}
