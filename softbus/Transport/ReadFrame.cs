namespace DSoftBus.Softbus.Transport;

/// <summary>One frame as it came from the transport.</summary>
/// <param name="Status">Only with Ok there is content.</param>
/// <param name="Content">The bytes behind the length prefix; they lie in the source's buffer, may be changed in place and last until the next read.</param>
public readonly record struct ReadFrame(ReadFrameStatus Status, Memory<byte> Content);
