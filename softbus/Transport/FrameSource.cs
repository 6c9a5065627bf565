using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Transport;

/// <summary>Frames from a byte stream, each with the time it may take (decisions.md "Sessions", Time).</summary>
/// <param name="transport">The stream; nobody else reads it.</param>
/// <param name="clock">For the time that a frame may take.</param>
/// <param name="maximumLength">Largest length prefix that is accepted.</param>
public sealed class FrameSource(IByteStream transport, IClock clock, int maximumLength = OuterFrame.MaximumLength)
{
    private readonly OuterFrameReader _reader = new(maximumLength);

    /// <summary>A frame has this long from its first byte.</summary>
    public static TimeSpan FrameTime => TimeSpan.FromSeconds(5);

    /// <summary>Bytes that were read beyond the last frame.</summary>
    public int Buffered => _reader.Buffered;

    /// <summary>Reads the next frame.</summary>
    /// <param name="deadline">Until when its first byte is waited for.</param>
    /// <param name="limit">An end of everything, also of a frame that has begun: the handshake's.</param>
    public async ValueTask<ReadFrame> ReadAsync(Instant deadline, Instant limit)
    {
        var complete = Instant.Never;
        while (true)
        {
            switch (_reader.TryTake(out var frame))
            {
                case OuterFrameStatus.Frame:
                    return new ReadFrame(ReadFrameStatus.Ok, frame);
                case OuterFrameStatus.EmptyFrame or OuterFrameStatus.TooLong:
                    return new ReadFrame(ReadFrameStatus.BadLength, default);
            }

            bool begun = _reader.Buffered > 0;
            if (begun && complete == Instant.Never)
                complete = Instant.Min(clock.Now + FrameTime, limit);
            var read = await transport.ReadAsync(_reader.Free, begun ? complete : Instant.Min(deadline, limit));
            if (read.Status is not TransportStatus.Ok)
                return new ReadFrame(Failure(read.Status, begun), default);
            _reader.Commit(read.Count);
        }
    }

    private static ReadFrameStatus Failure(TransportStatus status, bool begun) => status switch
    {
        TransportStatus.TimedOut => begun ? ReadFrameStatus.Stalled : ReadFrameStatus.TimedOut,
        TransportStatus.EndOfStream when !begun => ReadFrameStatus.Closed,
        _ => ReadFrameStatus.Broken,
    };
}
