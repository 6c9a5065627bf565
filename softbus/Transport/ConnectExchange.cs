using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Messages.Dsoftbus;
using DSoftBus.Softbus.Noise;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Transport;

/// <summary>ConnectRequest and ConnectResponse, the first record of each direction (session-frames.md section 1, steps 4 to 6).</summary>
internal static class ConnectExchange
{
    private const string Where = "connect";

    /// <summary>The dialling side: sends the request and reads the answer.</summary>
    public static async ValueTask<ConnectOutcome> RequestAsync(RecordLink records, DeviceId id, SessionFeatures offered, Instant deadline)
    {
        if (!await records.EnterSendAsync(deadline))
            return Fail(HandshakeError.Io, "timed out");
        var sent = await records.SendPlaintextAsync(WriteRequest(records, id, offered), deadline);
        if (sent is not StreamStatus.Ok)
            return Fail(sent);
        var (status, plaintext) = await records.ReceiveAsync(deadline, deadline);
        if (status is not StreamStatus.Ok)
            return Fail(status);
        if (ConnectResponse.TryRead(plaintext.Span, out var response) is not CapnpError.None)
            return Fail(HandshakeError.Protocol, "response is no message");
        return response.Ok
            ? new ConnectOutcome(default, (SessionFeatures)response.Features)
            : Fail(HandshakeError.Identity, "connection rejected");
    }

    /// <summary>The accepting side: reads the request. Class Identity when the id is not the proven one.</summary>
    public static async ValueTask<ConnectOutcome> ReceiveAsync(RecordLink records, DeviceId proven, Instant deadline)
    {
        var (status, plaintext) = await records.ReceiveAsync(deadline, deadline);
        if (status is not StreamStatus.Ok)
            return Fail(status);
        if (ConnectRequest.TryRead(plaintext.Span, out var request) is not CapnpError.None)
            return Fail(HandshakeError.Protocol, "request is no message");
        if (!DeviceId.TryParse(request.DeviceId, out var claimed) || claimed != proven)
            return Fail(HandshakeError.Identity, "device mismatch");
        return new ConnectOutcome(default, (SessionFeatures)request.Features);
    }

    /// <summary>The accepting side: answers.</summary>
    public static async ValueTask<HandshakeFailure> AnswerAsync(RecordLink records, bool ok, SessionFeatures features, Instant deadline)
    {
        if (!await records.EnterSendAsync(deadline))
            return Fail(HandshakeError.Io, "timed out").Failure;
        var sent = await records.SendPlaintextAsync(WriteResponse(records, ok, features), deadline);
        return sent is StreamStatus.Ok ? default : Fail(sent).Failure;
    }

    private static int WriteRequest(RecordLink records, DeviceId id, SessionFeatures offered)
    {
        Span<byte> text = stackalloc byte[DeviceId.TextLength];
        id.WriteText(text);
        var request = new ConnectRequest { DeviceId = text, Features = (uint)offered };
        request.TryWrite(Plaintext(records, request.EncodedLength), out int length);
        return length;
    }

    private static int WriteResponse(RecordLink records, bool ok, SessionFeatures features)
    {
        // A refusal promises nothing.
        var response = new ConnectResponse { Ok = ok, Features = ok ? (uint)features : 0 };
        response.TryWrite(Plaintext(records, response.EncodedLength), out int length);
        return length;
    }

    private static Span<byte> Plaintext(RecordLink records, int length)
        => records.Buffer(length + TransportRecord.Overhead).Slice(TransportRecord.PlaintextOffset, length);

    // A connect record that does not decrypt is class Protocol (noise-xk.md section 6, error classes).
    private static ConnectOutcome Fail(StreamStatus status) => status switch
    {
        StreamStatus.Crypto => Fail(HandshakeError.Protocol, "record not authentic"),
        StreamStatus.Protocol => Fail(HandshakeError.Protocol, "record length"),
        StreamStatus.TimedOut => Fail(HandshakeError.Io, "timed out"),
        _ => Fail(HandshakeError.Io, "connection closed"),
    };

    private static ConnectOutcome Fail(HandshakeError error, string what)
        => new(new HandshakeFailure(error, $"{Where}: {what}"), SessionFeatures.None);
}
