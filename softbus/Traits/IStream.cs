using DSoftBus.Runtime.Time;

namespace DSoftBus.Softbus.Traits;

/// <summary>
/// The framed stream of a session: numbered channels over encrypted records, full duplex (session-frames.md section 1).
/// One receive may be outstanding; sends queue in order.
/// </summary>
public interface IStream
{
    /// <summary>Sends one frame; returns when the transport took all of it.</summary>
    /// <param name="channel">Channel number.</param>
    /// <param name="payload">At most 65480 bytes (session-frames.md section 1), read until the call ends.</param>
    /// <param name="deadline">When the send is given up; the stream is then of no further use.</param>
    ValueTask<StreamStatus> SendAsync(uint channel, ReadOnlyMemory<byte> payload, Instant deadline);

    /// <summary>Receives the next frame. A frame whose first byte arrived has five seconds to arrive whole (decisions.md "Sessions").</summary>
    /// <param name="deadline">Until when its first byte is waited for.</param>
    ValueTask<ReceivedFrame> ReceiveAsync(Instant deadline);
}
