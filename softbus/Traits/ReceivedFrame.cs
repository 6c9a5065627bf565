namespace DSoftBus.Softbus.Traits;

/// <summary>One frame as it came out of a record.</summary>
/// <param name="Status">Only with <see cref="StreamStatus.Ok"/> do the other fields mean something.</param>
/// <param name="Channel">The channel number (session-frames.md section 1).</param>
/// <param name="Payload">The frame's bytes; they belong to the stream and last until the next receive.</param>
public readonly record struct ReceivedFrame(StreamStatus Status, uint Channel, ReadOnlyMemory<byte> Payload);
