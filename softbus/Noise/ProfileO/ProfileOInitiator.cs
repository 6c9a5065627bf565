using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Noise.ProfileO;

/// <summary>
/// The dialling side of the compatibility handshake (noise-xk.md section 2): the message shape of XX under the name of XK, no
/// prologue, no payloads, both static keys pinned. For interoperation and tests only: nothing offers or negotiates it.
/// </summary>
public sealed class ProfileOInitiator : IDisposable
{
    private readonly SymmetricState _state = new(SymmetricState.ProtocolName);
    private readonly byte[] _static = new byte[X25519.KeyLength];
    private readonly byte[] _ephemeral = new byte[X25519.KeyLength];
    private readonly X25519PublicKey _pinned;
    private X25519PublicKey _remoteEphemeral;

    /// <param name="staticSecret">32 bytes, copied.</param>
    /// <param name="pinnedResponder">The only static key that message 2 may carry.</param>
    /// <param name="ephemeralSecret">32 bytes, copied; fresh random bytes outside of tests.</param>
    public ProfileOInitiator(ReadOnlySpan<byte> staticSecret, X25519PublicKey pinnedResponder, ReadOnlySpan<byte> ephemeralSecret)
    {
        staticSecret.CopyTo(_static);
        ephemeralSecret.CopyTo(_ephemeral);
        _pinned = pinnedResponder;
        _state.MixHash(_pinned);
    }

    /// <param name="message">32 bytes, written: e.</param>
    public void WriteMessage1(Span<byte> message)
    {
        X25519.PublicKey(_ephemeral, message);
        _state.MixHash(message);
    }

    /// <param name="message">e, enc(s), tag; decrypted in place.</param>
    public ProfileOError ReadMessage2(Span<byte> message)
    {
        if (message.Length != ProfileOMessage.SecondLength)
            return ProfileOError.BadLength;
        _remoteEphemeral = new X25519PublicKey(message[..X25519.KeyLength]);
        _state.MixHash(message[..X25519.KeyLength]);
        if (!_state.TryMixAgreement(_ephemeral, _remoteEphemeral))
            return ProfileOError.InvalidSharedSecret;
        if (!_state.TryDecryptAndHash(message[X25519.KeyLength..ProfileOMessage.SecondTag]))
            return ProfileOError.Crypto;
        var remoteStatic = new X25519PublicKey(message.Slice(X25519.KeyLength, X25519.KeyLength));
        if (remoteStatic != _pinned)
            return ProfileOError.StaticKeyMismatch;
        if (!_state.TryMixAgreement(_ephemeral, remoteStatic))
            return ProfileOError.InvalidSharedSecret;
        return _state.TryDecryptAndHash(message[ProfileOMessage.SecondTag..]) ? ProfileOError.None : ProfileOError.Crypto;
    }

    /// <param name="message">64 bytes, written: enc(s), tag.</param>
    public ProfileOError WriteMessage3(Span<byte> message)
    {
        if (message.Length != ProfileOMessage.ThirdLength)
            return ProfileOError.BadLength;
        X25519.PublicKey(_static, message[..X25519.KeyLength]);
        _state.EncryptAndHash(message[..ProfileOMessage.ThirdTag]);
        if (!_state.TryMixAgreement(_static, _remoteEphemeral))
            return ProfileOError.InvalidSharedSecret;
        _state.EncryptAndHash(message[ProfileOMessage.ThirdTag..]);
        return ProfileOError.None;
    }

    /// <summary>The transport ciphers after message 3; the caller owns them.</summary>
    public TransportCiphers Split() => _state.Split(initiator: true);

    public void Dispose()
    {
        Secret.Clear(_static);
        Secret.Clear(_ephemeral);
        _state.Dispose();
    }
}
