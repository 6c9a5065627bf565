using System.Buffers.Binary;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Noise;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Transport;

/// <summary>The three Noise messages on a byte stream, each behind its length prefix, all before one deadline.</summary>
internal sealed class HandshakeLink(IByteStream transport, IClock clock, Instant deadline)
{
    /// <summary>Largest length prefix of any frame (session-frames.md section 1).</summary>
    private const int MaxPrefix = 65536;

    private readonly byte[] _outgoing = new byte[OuterFrameReader.PrefixLength + HandshakeMessage.MaximumLength];

    /// <summary>Reads on after the handshake: bytes of the first record may be in its buffer already.</summary>
    public OuterFrameReader Reader { get; } = new(transport, clock);

    /// <summary>Where the next message is written; its prefix is put in front by <see cref="SendAsync"/>.</summary>
    public Memory<byte> Outgoing => _outgoing.AsMemory(OuterFrameReader.PrefixLength);

    public async ValueTask<HandshakeFailure> SendAsync(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_outgoing, length);
        var status = await transport.WriteAsync(_outgoing.AsMemory(0, OuterFrameReader.PrefixLength + length), deadline);
        return status switch
        {
            TransportStatus.Ok => default,
            TransportStatus.TimedOut => new HandshakeFailure(HandshakeError.Io, "sending: timed out"),
            _ => new HandshakeFailure(HandshakeError.Io, "sending: connection closed"),
        };
    }

    /// <summary>Message 1: a prefix other than 48 is refused before its bytes are waited for (decisions.md "Sessions", Strictness).</summary>
    public async ValueTask<(Memory<byte> Message, HandshakeFailure Failure)> ReceiveFirstAsync()
    {
        var frame = await Reader.ReadAsync(XkMessage.FirstLength, deadline, deadline);
        var failure = frame is { Status: OuterFrameStatus.TooLong, Length: <= MaxPrefix }
            ? HandshakeFailure.Of(HandshakeError.Noise, "message 1", NoiseError.BadLength, default)
            : HandshakeFailure.Of(frame, "message 1");
        return (frame.Content, failure);
    }

    /// <summary>Message 2 or 3.</summary>
    public async ValueTask<(Memory<byte> Message, HandshakeFailure Failure)> ReceiveAsync(string where)
    {
        var frame = await Reader.ReadAsync(HandshakeMessage.MaximumReadLength, deadline, deadline);
        return (frame.Content, HandshakeFailure.Of(frame, where));
    }
}
