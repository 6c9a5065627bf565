using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Messages.Dsoftbus;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Transport;

/// <summary>Numbered channels over records: each record holds one Cap'n Proto <c>Frame</c> (session-frames.md section 1).</summary>
public sealed class FramedStream(TaskContext task, RecordLink records) : IStream, IDisposable
{
    public async ValueTask<StreamStatus> SendAsync(uint channel, ReadOnlyMemory<byte> payload, Instant deadline)
    {
        if (payload.Length > FrameRecord.MaximumPayloadLength)
            return StreamStatus.TooLong;
        if (!await records.EnterSendAsync(deadline))
            return StreamStatus.TimedOut;
        payload.Span.CopyTo(records.Buffer(FrameRecord.BufferLength(payload.Length))[FrameRecord.PayloadOffset..]);
        return await records.SendFrameAsync(channel, payload.Length, deadline);
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
}
