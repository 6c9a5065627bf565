using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Noise;
using Xunit;

namespace DSoftBus.Tests.Softbus.Noise;

/// <summary>Profile H with both proofs: the vectors, and what a wrong party gets.</summary>
public sealed class HandshakeTests
{
    [Fact]
    public void MessagesWithProofsAreThoseOfTheVectors() => VectorFile.ForEach("noise-profile-h", vector => vector.Name == "handshake with proofs", vector =>
    {
        using var client = new DeviceIdentity(vector.Bytes("client_ed25519_seed"));
        using var server = new DeviceIdentity(vector.Bytes("server_ed25519_seed"));
        using var initiator = new InitiatorHandshake(client, server.Id, server.StaticPublic);
        using var responder = new ResponderHandshake(server);
        byte[] message1 = new byte[48], buffer = new byte[HandshakeMessage.MaximumLength];

        Assert.Equal(HandshakeError.None, initiator.WriteMessage1(vector.Bytes("initiator_ephemeral"), message1));
        Assert.Equal(vector.ExpectedBytes("message1"), message1);
        Assert.Equal(HandshakeError.None, Await(responder.ReadMessage1Async(message1)));

        var written = Await(responder.WriteMessage2Async(vector.Bytes("responder_ephemeral"), buffer));
        Assert.Equal(HandshakeError.None, written.Error);
        Assert.Equal(vector.ExpectedBytes("message2"), buffer[..written.Length]);
        Assert.Equal(HandshakeError.None, initiator.ReadMessage2(buffer.AsSpan(0, written.Length)));

        written = Await(initiator.WriteMessage3Async(buffer));
        Assert.Equal(HandshakeError.None, written.Error);
        Assert.Equal(vector.ExpectedBytes("message3"), buffer[..written.Length]);
        Assert.Equal(HandshakeError.None, responder.ReadMessage3(buffer.AsSpan(0, written.Length)));
        Assert.Equal(client.Id, responder.Peer);
        Assert.Equal(client.StaticPublic, responder.PeerStatic);

        using var clientCiphers = initiator.Complete();
        using var serverCiphers = responder.Complete();
        XkTests.AssertKey(vector.ExpectedBytes("k1_initiator_to_responder"), clientCiphers.Send, serverCiphers.Receive);
        XkTests.AssertKey(vector.ExpectedBytes("k2_responder_to_initiator"), serverCiphers.Send, clientCiphers.Receive);
    });

    [Fact]
    public void InitiatorJudgesMessage2AsTheVectors() => VectorFile.ForEach("noise-profile-h", "initiator-read-message2", vector =>
    {
        using var client = new DeviceIdentity(vector.Bytes("client_ed25519_seed"));
        using var server = new DeviceIdentity(vector.Bytes("server_ed25519_seed"));
        Assert.True(DeviceId.TryParse(System.Text.Encoding.ASCII.GetBytes(vector.Text("announced_device_id")), out var announced));
        using var initiator = new InitiatorHandshake(client, announced, server.StaticPublic);
        Assert.Equal(HandshakeError.None, initiator.WriteMessage1(vector.Bytes("initiator_ephemeral"), new byte[48]));
        var expected = vector.Error is { } error ? Enum.Parse<HandshakeError>(error) : HandshakeError.None;
        Assert.Equal(expected, initiator.ReadMessage2(vector.Bytes("message2")));
        Assert.Equal(expected is HandshakeError.Identity or HandshakeError.Protocol, initiator.ProofDetail != ProofError.None);
        Assert.Equal(expected is HandshakeError.Noise, initiator.NoiseDetail != NoiseError.None);
    });

    [Fact]
    public void ResponderJudgesMessage1AsTheVectors() => VectorFile.ForEach("noise-profile-h", "responder-read-message1", vector =>
    {
        using var server = new DeviceIdentity(vector.Bytes("server_ed25519_seed"));
        using var responder = new ResponderHandshake(server);
        Assert.Equal(Enum.Parse<HandshakeError>(vector.Error!), Await(responder.ReadMessage1Async(vector.Bytes("message1"))));
        Assert.Equal(NoiseError.Decrypt, responder.NoiseDetail);
    });

    [Fact]
    public void ResponderJudgesMessage3AsTheVectors() => VectorFile.ForEach("noise-profile-h", "responder-read-message3", vector =>
    {
        using var server = new DeviceIdentity(vector.Bytes("server_ed25519_seed"));
        using var responder = new ResponderHandshake(server);
        Assert.Equal(HandshakeError.None, Await(responder.ReadMessage1Async(vector.Bytes("message1"))));
        var buffer = new byte[HandshakeMessage.MaximumLength];
        var written = Await(responder.WriteMessage2Async(vector.Bytes("responder_ephemeral"), buffer));
        Assert.Equal(vector.Bytes("message2"), buffer[..written.Length]);
        Assert.Equal(Enum.Parse<HandshakeError>(vector.Error!), responder.ReadMessage3(vector.Bytes("message3")));
        if (responder.ProofDetail != ProofError.None)
            Assert.Throws<InvalidOperationException>(() => responder.Complete());
    });

    [Fact]
    public void LowOrderMessage1IsNoise()
    {
        using var server = new DeviceIdentity(XkTests.Filled(2));
        using var responder = new ResponderHandshake(server);
        Assert.Equal(HandshakeError.Noise, Await(responder.ReadMessage1Async(new byte[48])));
        Assert.Equal(NoiseError.InvalidSharedSecret, responder.NoiseDetail);
    }

    [Theory]
    [InlineData(IdentityStatus.Unavailable, IdentityStatus.Ok)]
    [InlineData(IdentityStatus.Ok, IdentityStatus.Unavailable)]
    [InlineData(IdentityStatus.Ok, IdentityStatus.Refused)]
    public void AHolderThatDoesNotAnswerIsIo(IdentityStatus agree, IdentityStatus sign)
    {
        using var client = new DeviceIdentity(XkTests.Filled(1));
        using var server = new DeviceIdentity(XkTests.Filled(2));
        using var initiator = new InitiatorHandshake(client, server.Id, server.StaticPublic);
        using var responder = new ResponderHandshake(new FailingKeys(server, agree, sign));
        var message = new byte[48];
        initiator.WriteMessage1(XkTests.Filled(3), message);
        var error = Await(responder.ReadMessage1Async(message));
        if (error == HandshakeError.None)
            error = Await(responder.WriteMessage2Async(XkTests.Filled(4), new byte[HandshakeMessage.MaximumLength])).Error;
        Assert.Equal(HandshakeError.Io, error);
    }

    private static T Await<T>(ValueTask<T> task)
    {
        Assert.True(task.IsCompleted); // the keys in these tests answer at once
        return task.Result;
    }

    private sealed class FailingKeys(IIdentityKeys keys, IdentityStatus agree, IdentityStatus sign) : IIdentityKeys
    {
        public DeviceId Id => keys.Id;

        public ReadOnlyMemory<byte> VerifyingKey => keys.VerifyingKey;

        public X25519PublicKey StaticPublic => keys.StaticPublic;

        public async ValueTask<IdentityStatus> SignRoleAsync(AttestationRole role, Memory<byte> signature) =>
            sign == IdentityStatus.Ok ? await keys.SignRoleAsync(role, signature) : sign;

        public async ValueTask<IdentityStatus> AgreeAsync(X25519PublicKey peer, Memory<byte> shared) =>
            agree == IdentityStatus.Ok ? await keys.AgreeAsync(peer, shared) : agree;
    }
}
