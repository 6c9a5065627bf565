using System.Security.Cryptography;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Noise;

namespace DSoftBus.Qemu.Bench;

/// <summary>Whole handshakes of profile H in this process: both sides, both proofs, fresh ephemeral keys, the transport ciphers at the end.</summary>
internal sealed class HandshakeTrial(TimeProvider clock) : IDisposable
{
    private readonly DeviceIdentity _dialler = new(RandomNumberGenerator.GetBytes(Ed25519.SeedLength));
    private readonly DeviceIdentity _acceptor = new(RandomNumberGenerator.GetBytes(Ed25519.SeedLength));
    private readonly byte[] _message1 = new byte[XkMessage.FirstLength];
    private readonly byte[] _buffer = new byte[HandshakeMessage.MaximumLength];

    /// <summary>Handshakes per second over at least <paramref name="sampleTime"/>.</summary>
    public async Task<double> RunAsync(TimeSpan sampleTime, CancellationToken cancel)
    {
        long started = clock.GetTimestamp();
        int count = 0;
        do
        {
            cancel.ThrowIfCancellationRequested();
            (TransportCiphers dialler, TransportCiphers acceptor) = await ShakeAsync();
            dialler.Dispose();
            acceptor.Dispose();
            count++;
        }
        while (clock.GetElapsedTime(started) < sampleTime);
        return count / clock.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>One handshake; the caller owns the ciphers.</summary>
    public async Task<(TransportCiphers Dialler, TransportCiphers Acceptor)> ShakeAsync()
    {
        using var initiator = new InitiatorHandshake(_dialler, _acceptor.Id, _acceptor.StaticPublic);
        using var responder = new ResponderHandshake(_acceptor);
        Require(initiator.WriteMessage1(RandomNumberGenerator.GetBytes(X25519.KeyLength), _message1));
        Require(await responder.ReadMessage1Async(_message1));
        HandshakeMessage second = await responder.WriteMessage2Async(RandomNumberGenerator.GetBytes(X25519.KeyLength), _buffer);
        Require(second.Error);
        Require(initiator.ReadMessage2(_buffer.AsSpan(0, second.Length)));
        HandshakeMessage third = await initiator.WriteMessage3Async(_buffer);
        Require(third.Error);
        Require(responder.ReadMessage3(_buffer.AsSpan(0, third.Length)));
        return (initiator.Complete(), responder.Complete());
    }

    public void Dispose()
    {
        _dialler.Dispose();
        _acceptor.Dispose();
    }

    private static void Require(HandshakeError error)
    {
        if (error is not HandshakeError.None)
            throw new InvalidOperationException($"A handshake between two good devices was refused: {error}.");
    }
}
