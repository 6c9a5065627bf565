using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Noise.ProfileO;

/// <summary>The accepting side of the compatibility handshake; see <see cref="ProfileOInitiator"/>.</summary>
public sealed class ProfileOResponder : IDisposable
{
    private readonly SymmetricState _state = new(SymmetricState.ProtocolName);
    private readonly byte[] _static = new byte[X25519.KeyLength];
    private readonly byte[] _ephemeral = new byte[X25519.KeyLength];
    private readonly X25519PublicKey _expected;
    private X25519PublicKey _remoteEphemeral;
    private bool _readFirst;

    /// <param name="staticSecret">32 bytes, copied.</param>
    /// <param name="expectedInitiator">The only static key that message 3 may carry.</param>
    /// <param name="ephemeralSecret">32 bytes, copied; fresh random bytes outside of tests.</param>
    public ProfileOResponder(ReadOnlySpan<byte> staticSecret, X25519PublicKey expectedInitiator, ReadOnlySpan<byte> ephemeralSecret)
    {
        staticSecret.CopyTo(_static);
        ephemeralSecret.CopyTo(_ephemeral);
        _expected = expectedInitiator;
        var own = X25519.PublicKey(_static);
        _state.MixHash(own);
    }

    /// <param name="message">e, 32 bytes.</param>
    public ProfileOError ReadMessage1(ReadOnlySpan<byte> message)
    {
        if (message.Length != ProfileOMessage.FirstLength)
            return ProfileOError.BadLength;
        _remoteEphemeral = new X25519PublicKey(message);
        Span<byte> shared = stackalloc byte[X25519.KeyLength];
        bool valid = X25519.TryAgree(_ephemeral, _remoteEphemeral, shared); // repeated in message 2; a low-order point ends it now
        Secret.Clear(shared);
        if (!valid)
            return ProfileOError.InvalidSharedSecret;
        _state.MixHash(message);
        _readFirst = true;
        return ProfileOError.None;
    }

    /// <param name="message">96 bytes, written: e, enc(s), tag.</param>
    public ProfileOError WriteMessage2(Span<byte> message)
    {
        if (message.Length != ProfileOMessage.SecondLength)
            return ProfileOError.BadLength;
        X25519.PublicKey(_ephemeral, message[..X25519.KeyLength]);
        _state.MixHash(message[..X25519.KeyLength]);
        if (!_state.TryMixAgreement(_ephemeral, _remoteEphemeral))
            return ProfileOError.InvalidSharedSecret;
        X25519.PublicKey(_static, message.Slice(X25519.KeyLength, X25519.KeyLength));
        _state.EncryptAndHash(message[X25519.KeyLength..ProfileOMessage.SecondTag]);
        if (!_state.TryMixAgreement(_static, _remoteEphemeral))
            return ProfileOError.InvalidSharedSecret;
        _state.EncryptAndHash(message[ProfileOMessage.SecondTag..]);
        return ProfileOError.None;
    }

    /// <param name="message">enc(s), tag; decrypted in place.</param>
    public ProfileOError ReadMessage3(Span<byte> message)
    {
        if (message.Length != ProfileOMessage.ThirdLength || !_readFirst)
            return ProfileOError.BadLength;
        if (!_state.TryDecryptAndHash(message[..ProfileOMessage.ThirdTag]))
            return ProfileOError.Crypto;
        var remoteStatic = new X25519PublicKey(message[..X25519.KeyLength]);
        if (remoteStatic != _expected)
            return ProfileOError.StaticKeyMismatch;
        if (!_state.TryMixAgreement(_ephemeral, remoteStatic))
            return ProfileOError.InvalidSharedSecret;
        return _state.TryDecryptAndHash(message[ProfileOMessage.ThirdTag..]) ? ProfileOError.None : ProfileOError.Crypto;
    }

    /// <summary>The transport ciphers after message 3; the caller owns them.</summary>
    public TransportCiphers Split() => _state.Split(initiator: false);

    public void Dispose()
    {
        Secret.Clear(_static);
        Secret.Clear(_ephemeral);
        _state.Dispose();
    }
}
