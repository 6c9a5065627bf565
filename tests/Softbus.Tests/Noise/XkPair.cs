using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Noise;
using Xunit;

namespace DSoftBus.Tests.Softbus.Noise;

/// <summary>Both ends of one XK handshake, run in memory; optionally one bit of one message flips on the way.</summary>
internal sealed class XkPair(byte[] initiatorStatic, byte[] responderStatic, byte[] initiatorEphemeral, byte[] responderEphemeral)
{
    public XkInitiator Initiator { get; } = new(X25519.PublicKey(initiatorStatic), X25519.PublicKey(responderStatic));

    public XkResponder Responder { get; } = new(X25519.PublicKey(responderStatic));

    public int FlipMessage { get; init; }

    public int FlipBit { get; init; }

    public byte[] Message1 { get; } = new byte[XkMessage.FirstLength];

    public byte[] Message2 { get; private set; } = [];

    public byte[] Message3 { get; private set; } = [];

    public byte[] Payload2 { get; private set; } = [];

    public byte[] Payload3 { get; private set; } = [];

    public static XkPair Of(Vector vector) => Run(
        vector.Bytes("initiator_static"), vector.Bytes("responder_static"),
        vector.Bytes("initiator_ephemeral"), vector.Bytes("responder_ephemeral"),
        vector.Bytes("message2_payload"), vector.Bytes("message3_payload"));

    public static XkPair Run(byte[] initiatorStatic, byte[] responderStatic, byte[] initiatorEphemeral, byte[] responderEphemeral, byte[] payload2, byte[] payload3)
    {
        var pair = new XkPair(initiatorStatic, responderStatic, initiatorEphemeral, responderEphemeral);
        Assert.Equal(NoiseError.None, pair.TryRun(payload2, payload3));
        return pair;
    }

    public NoiseError TryRunToMessage2(byte[] payload2)
    {
        Assert.Equal(NoiseError.None, Initiator.WriteMessage1(initiatorEphemeral, Message1));
        var error = Responder.BeginMessage1(OnTheWay(1, Message1));
        if (error != NoiseError.None)
            return error;
        var shared = new byte[32];
        X25519.TryAgree(responderStatic, Responder.AgreementPeer, shared);
        error = Responder.CompleteMessage1(shared);
        if (error != NoiseError.None)
            return error;
        Message2 = new byte[payload2.Length + XkMessage.SecondOverhead];
        return Responder.WriteMessage2(responderEphemeral, payload2, Message2);
    }

    public NoiseError TryRun(byte[] payload2, byte[] payload3)
    {
        var error = TryRunToMessage2(payload2);
        if (error != NoiseError.None)
            return error;
        error = Initiator.ReadMessage2(OnTheWay(2, Message2), out var received2);
        if (error != NoiseError.None)
            return error;
        Payload2 = received2.ToArray();
        var shared = new byte[32];
        Assert.True(X25519.TryAgree(initiatorStatic, Initiator.AgreementPeer, shared));
        Message3 = new byte[payload3.Length + XkMessage.ThirdOverhead];
        Assert.Equal(NoiseError.None, Initiator.WriteMessage3(shared, payload3, Message3));
        error = Responder.ReadMessage3(OnTheWay(3, Message3), out var received3);
        Payload3 = received3.ToArray();
        return error;
    }

    private byte[] OnTheWay(int number, byte[] message)
    {
        var copy = (byte[])message.Clone();
        if (number == FlipMessage)
            copy[FlipBit / 8 % copy.Length] ^= (byte)(1 << (FlipBit % 8));
        return copy;
    }
}
