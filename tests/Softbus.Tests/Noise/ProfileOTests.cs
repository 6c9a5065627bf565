using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Noise.ProfileO;
using Xunit;

namespace DSoftBus.Tests.Softbus.Noise;

public sealed class ProfileOTests
{
    [Fact]
    public void TestKeysAreThoseOfTheVectors() => VectorFile.ForEach("noise-profile-o", "test-key", vector =>
    {
        var secret = new byte[32];
        ProfileOTestKey.Derive((byte)vector.Number("tag"), (ushort)vector.Number("port"), secret);
        Assert.Equal(vector.ExpectedBytes("secret"), secret);
    });

    [Fact]
    public void TranscriptsAndKeysAreThoseOfTheVectors() => VectorFile.ForEach("noise-profile-o", "handshake", vector =>
    {
        using var initiator = Initiator(vector);
        using var responder = Responder(vector);
        byte[] message1 = new byte[32], message2 = new byte[96], message3 = new byte[64];
        initiator.WriteMessage1(message1);
        Assert.Equal(vector.ExpectedBytes("message1"), message1);
        Assert.Equal(ProfileOError.None, responder.ReadMessage1(message1));
        Assert.Equal(ProfileOError.None, responder.WriteMessage2(message2));
        Assert.Equal(vector.ExpectedBytes("message2"), message2);
        Assert.Equal(ProfileOError.None, initiator.ReadMessage2(message2));
        Assert.Equal(ProfileOError.None, initiator.WriteMessage3(message3));
        Assert.Equal(vector.ExpectedBytes("message3"), message3);
        Assert.Equal(ProfileOError.None, responder.ReadMessage3(message3));

        using var client = initiator.Split();
        using var server = responder.Split();
        Assert.Equal(vector.ExpectedBytes("handshake_hash"), client.HandshakeHash.ToArray());
        Assert.Equal(vector.ExpectedBytes("handshake_hash"), server.HandshakeHash.ToArray());
        XkTests.AssertKey(vector.ExpectedBytes("k1_initiator_to_responder"), client.Send, server.Receive);
        XkTests.AssertKey(vector.ExpectedBytes("k2_responder_to_initiator"), server.Send, client.Receive);
    });

    [Fact]
    public void ResponderJudgesMessage1AsTheVectors() => VectorFile.ForEach("noise-profile-o", "responder-read-message1", vector =>
    {
        using var responder = Responder(vector);
        Assert.Equal(Enum.Parse<ProfileOError>(vector.Error!), responder.ReadMessage1(vector.Bytes("message1")));
    });

    [Fact]
    public void InitiatorJudgesMessage2AsTheVectors() => VectorFile.ForEach("noise-profile-o", "initiator-read-message2", vector =>
    {
        using var initiator = Initiator(vector);
        initiator.WriteMessage1(new byte[32]);
        Assert.Equal(Enum.Parse<ProfileOError>(vector.Error!), initiator.ReadMessage2(vector.Bytes("message2")));
    });

    [Fact]
    public void ResponderJudgesMessage3AsTheVectors() => VectorFile.ForEach("noise-profile-o", "responder-read-message3", vector =>
    {
        using var responder = Responder(vector);
        Assert.Equal(ProfileOError.None, responder.ReadMessage1(vector.Bytes("message1")));
        Assert.Equal(ProfileOError.None, responder.WriteMessage2(new byte[96]));
        Assert.Equal(Enum.Parse<ProfileOError>(vector.Error!), responder.ReadMessage3(vector.Bytes("message3")));
    });

    [Fact]
    public void Message3FirstIsBadLength() => VectorFile.ForEach("noise-profile-o", "responder-read-message3-first", vector =>
    {
        using var responder = Responder(vector);
        Assert.Equal(Enum.Parse<ProfileOError>(vector.Error!), responder.ReadMessage3(vector.Bytes("message3")));
    });

    private static ProfileOInitiator Initiator(Vector vector) => new(
        vector.Bytes("initiator_static"), Key(vector, "pinned_responder_public", "responder_static"), vector.Bytes("initiator_ephemeral"));

    private static ProfileOResponder Responder(Vector vector) => new(
        vector.Bytes("responder_static"), Key(vector, "expected_initiator_public", "initiator_static"), vector.Bytes("responder_ephemeral"));

    private static X25519PublicKey Key(Vector vector, string pinned, string secret) =>
        vector.Has(pinned) ? new X25519PublicKey(vector.Bytes(pinned)) : X25519.PublicKey(vector.Bytes(secret));
}
