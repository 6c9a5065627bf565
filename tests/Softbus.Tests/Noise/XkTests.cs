using CsCheck;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Noise;
using Xunit;

namespace DSoftBus.Tests.Softbus.Noise;

public sealed class XkTests
{
    [Fact]
    public void TranscriptsAndKeysAreThoseOfTheVectors() => VectorFile.ForEach("noise-profile-h", "handshake", vector =>
    {
        var pair = XkPair.Of(vector);
        Assert.Equal(vector.ExpectedBytes("message1"), pair.Message1);
        Assert.Equal(vector.ExpectedBytes("message2"), pair.Message2);
        Assert.Equal(vector.ExpectedBytes("message3"), pair.Message3);
        Assert.Equal(vector.Bytes("message2_payload"), pair.Payload2);
        Assert.Equal(vector.Bytes("message3_payload"), pair.Payload3);
        Assert.Equal([pair.Message1.Length, pair.Message2.Length, pair.Message3.Length],
            vector.Expected.GetProperty("message_lengths").EnumerateArray().Select(length => length.GetInt32()));

        using var initiator = pair.Initiator.Split();
        using var responder = pair.Responder.Split();
        Assert.Equal(vector.ExpectedBytes("handshake_hash"), initiator.HandshakeHash.ToArray());
        Assert.Equal(vector.ExpectedBytes("handshake_hash"), responder.HandshakeHash.ToArray());
        AssertKey(vector.ExpectedBytes("k1_initiator_to_responder"), initiator.Send, responder.Receive);
        AssertKey(vector.ExpectedBytes("k2_responder_to_initiator"), responder.Send, initiator.Receive);
    });

    [Fact]
    public void AnyKeysAndPayloadsMeet()
    {
        var secret = Gen.Byte.Array[32];
        var payload = Gen.Byte.Array[0, 600];
        secret.Select(secret, secret, secret).Select(payload, payload).Sample((secrets, payload2, payload3) =>
        {
            var pair = XkPair.Run(secrets.Item1, secrets.Item2, secrets.Item3, secrets.Item4, payload2, payload3);
            Assert.Equal(payload2, pair.Payload2);
            Assert.Equal(payload3, pair.Payload3);
            Assert.Equal(X25519.PublicKey(secrets.Item1), pair.Responder.RemoteStatic);
            using var initiator = pair.Initiator.Split();
            using var responder = pair.Responder.Split();
            Assert.Equal(initiator.HandshakeHash.ToArray(), responder.HandshakeHash.ToArray());
            byte[] record = [1, 2, 3, .. new byte[16]];
            Assert.Equal(NoiseError.None, responder.Send.Seal(record));
            Assert.Equal(NoiseError.None, initiator.Receive.Open(record));
            Assert.Equal([1, 2, 3], record[..3]);
        }, iter: 20);
    }

    [Fact]
    public void AFlippedBitAnywhereEndsTheHandshake() => Gen.Int[1, 3].Select(Gen.Int[0, 4096]).Sample((message, bit) =>
    {
        var pair = new XkPair(Filled(1), Filled(2), Filled(3), Filled(4)) { FlipMessage = message, FlipBit = bit };
        var error = pair.TryRun([7, 7], [8]);

        // A key with its top bit flipped is the same point (RFC 7748 section 5); only the transcript hash tells.
        Assert.Contains(error, new[] { NoiseError.Decrypt, NoiseError.InvalidSharedSecret });
    }, iter: 60);

    [Theory]
    [InlineData(0)]
    [InlineData(47)]
    [InlineData(49)]
    [InlineData(65536)]
    public void Message1HasOneLength(int length)
    {
        using var responder = new XkResponder(X25519.PublicKey(Filled(2)));
        Assert.Equal(NoiseError.BadLength, responder.BeginMessage1(new byte[length]));
        Assert.Equal(NoiseError.OutOfOrder, responder.BeginMessage1(new byte[48]));
    }

    [Theory]
    [InlineData(47)]
    [InlineData(65536)]
    public void Message2HasBounds(int length)
    {
        using var initiator = new XkInitiator(X25519.PublicKey(Filled(1)), X25519.PublicKey(Filled(2)));
        Assert.Equal(NoiseError.None, initiator.WriteMessage1(Filled(3), new byte[48]));
        Assert.Equal(NoiseError.BadLength, initiator.ReadMessage2(new byte[length], out _));
        Assert.Equal(NoiseError.OutOfOrder, initiator.ReadMessage2(new byte[48], out _));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(65536)]
    public void Message3HasBounds(int length)
    {
        var pair = new XkPair(Filled(1), Filled(2), Filled(3), Filled(4));
        Assert.Equal(NoiseError.None, pair.TryRunToMessage2([]));
        Assert.Equal(NoiseError.BadLength, pair.Responder.ReadMessage3(new byte[length], out _));
    }

    [Fact]
    public void MessagesHaveAnOrder()
    {
        using var initiator = new XkInitiator(X25519.PublicKey(Filled(1)), X25519.PublicKey(Filled(2)));
        Assert.Equal(NoiseError.OutOfOrder, initiator.ReadMessage2(new byte[48], out _));
        Assert.Equal(NoiseError.OutOfOrder, initiator.WriteMessage3(Filled(1), [], new byte[64]));
        Assert.Throws<InvalidOperationException>(() => initiator.Split());
        using var responder = new XkResponder(X25519.PublicKey(Filled(2)));
        Assert.Equal(NoiseError.OutOfOrder, responder.CompleteMessage1(Filled(1)));
        Assert.Equal(NoiseError.OutOfOrder, responder.WriteMessage2(Filled(1), [], new byte[48]));
        Assert.Equal(NoiseError.OutOfOrder, responder.ReadMessage3(new byte[64], out _));
        Assert.Throws<InvalidOperationException>(() => responder.Split());
    }

    [Fact]
    public void LowOrderKeysAreRefusedEverywhere()
    {
        using var dialsNothing = new XkInitiator(X25519.PublicKey(Filled(1)), default);
        Assert.Equal(NoiseError.InvalidSharedSecret, dialsNothing.WriteMessage1(Filled(3), new byte[48]));

        using var initiator = new XkInitiator(X25519.PublicKey(Filled(1)), X25519.PublicKey(Filled(2)));
        Assert.Equal(NoiseError.None, initiator.WriteMessage1(Filled(3), new byte[48]));
        Assert.Equal(NoiseError.InvalidSharedSecret, initiator.ReadMessage2(new byte[48], out _));

        using var responder = new XkResponder(X25519.PublicKey(Filled(2)));
        Assert.Equal(NoiseError.None, responder.BeginMessage1(new byte[48]));
        Assert.Equal(NoiseError.InvalidSharedSecret, responder.CompleteMessage1(new byte[32]));
        Assert.Equal(NoiseError.OutOfOrder, responder.WriteMessage2(Filled(4), [], new byte[48]));
    }

    internal static byte[] Filled(byte value) => Enumerable.Repeat(value, 32).ToArray();

    internal static void AssertKey(byte[] expected, TransportCipher sending, TransportCipher receiving)
    {
        byte[] plaintext = [1, 2, 3, 4], record = [.. plaintext, .. new byte[16]];
        Assert.Equal(NoiseError.None, sending.Seal(record));
        using var raw = new ChaCha20Poly1305(expected, sealing: false);
        Assert.True(raw.TryOpen(0, [], (byte[])record.Clone()));
        Assert.Equal(NoiseError.None, receiving.Open(record));
        Assert.Equal(plaintext, record[..4]);
    }
}
