using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Messages.Dsoftbus;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Transport;

/// <summary>Numbered channels over records: each record holds one Cap'n Proto <c>Frame</c> (session-frames.md section 1).</summary>
public sealed class FramedStream(TaskContext task, RecordLink records) : IStream, IDisposable
{
    /// <summary>Most payload bytes of a frame: what a record holds beside the 32 bytes of the message (session-frames.md section 1).</summary>
    public const int MaxPayload = 65480;

    public async ValueTask<StreamStatus> SendAsync(uint channel, ReadOnlyMemory<byte> payload, Instant deadline)
    {
        if (payload.Length > MaxPayload)
            return StreamStatus.TooLong;
        if (!await records.EnterSendAsync(deadline))
            return StreamStatus.TimedOut;
        int length = WriteFrame(channel, payload.Span);
        return await records.SealAndSendAsync(length, deadline);
    }

    public async ValueTask<ReceivedFrame> ReceiveAsync(Instant deadline)
    {
        var (status, plaintext) = await records.ReceiveAsync(deadline, Instant.Never);
        if (status is not StreamStatus.Ok)
            return new ReceivedFrame(status, 0, default);
        if (Frame.TryRead(plaintext.Span, out var frame) is not CapnpError.None)
        {
            task.Log.Event("frame malformed");
            return new ReceivedFrame(StreamStatus.Protocol, 0, default);
        }

        // The frame's bytes lie inside the plaintext; their place in it is what survives the await.
        var bytes = frame.Bytes;
        if (bytes.IsEmpty || !plaintext.Span.Overlaps(bytes, out int offset))
            return new ReceivedFrame(StreamStatus.Ok, frame.Chan, default);
        return new ReceivedFrame(StreamStatus.Ok, frame.Chan, plaintext.Slice(offset, bytes.Length));
    }

    public void Dispose() => records.Dispose();

    private int WriteFrame(uint channel, ReadOnlySpan<byte> payload)
    {
        var frame = new Frame { Chan = channel, Bytes = payload };
        frame.TryWrite(records.Plaintext(frame.EncodedLength), out int length);
        return length;
    }
}
