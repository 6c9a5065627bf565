using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Noise;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Transport;

/// <summary>The three Noise messages on a byte stream, each behind its length prefix, all before one deadline.</summary>
internal sealed class HandshakeLink(IByteStream transport, IClock clock, Instant deadline)
{
    private readonly byte[] _outgoing = new byte[OuterFrame.HeaderLength + HandshakeMessage.MaximumLength];
    private FrameSource? _frames;

    /// <summary>Reads on after the handshake: bytes of the first record may be in its buffer already.</summary>
    public FrameSource Frames => _frames ??= new FrameSource(transport, clock);

    /// <summary>Where the next message is written; its prefix is put in front by <see cref="SendAsync"/>.</summary>
    public Memory<byte> Outgoing => _outgoing.AsMemory(OuterFrame.HeaderLength);

    public async ValueTask<HandshakeFailure> SendAsync(int length)
    {
        OuterFrame.WriteHeader(_outgoing, length);
        var status = await transport.WriteAsync(_outgoing.AsMemory(0, OuterFrame.HeaderLength + length), deadline);
        return status switch
        {
            TransportStatus.Ok => default,
            TransportStatus.TimedOut => new HandshakeFailure(HandshakeError.Io, "sending: timed out"),
            _ => new HandshakeFailure(HandshakeError.Io, "sending: connection closed"),
        };
    }

    /// <summary>
    /// Message 1 is exactly 48 bytes, else class Noise (decisions.md "Sessions", Strictness): a longer prefix is refused before its bytes
    /// are waited for, and nothing may follow it before message 2. A peer that only connects costs this little buffer.
    /// </summary>
    public async ValueTask<(Memory<byte> Message, HandshakeFailure Failure)> ReceiveFirstAsync()
    {
        var first = new FrameSource(transport, clock, XkMessage.FirstLength);
        var frame = await first.ReadAsync(deadline, deadline);
        if (frame.Status is ReadFrameStatus.BadLength || (frame.Status is ReadFrameStatus.Ok && first.Buffered > 0))
            return (default, HandshakeFailure.Of(HandshakeError.Noise, "message 1", NoiseError.BadLength, default));
        return (frame.Content, HandshakeFailure.Of(frame.Status, "message 1"));
    }

    /// <summary>Message 2 or 3.</summary>
    public async ValueTask<(Memory<byte> Message, HandshakeFailure Failure)> ReceiveAsync(string where)
    {
        var frame = await Frames.ReadAsync(deadline, deadline);
        bool isTooLong = frame.Status is ReadFrameStatus.Ok && frame.Content.Length > HandshakeMessage.MaximumReadLength;
        return (frame.Content, HandshakeFailure.Of(isTooLong ? ReadFrameStatus.BadLength : frame.Status, where));
    }
}
