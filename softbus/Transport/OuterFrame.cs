namespace DSoftBus.Softbus.Transport;

/// <summary>One frame as it came from the transport.</summary>
/// <param name="Status">Only with Ok there is content.</param>
/// <param name="Content">The bytes behind the length prefix; they lie in the reader's buffer, may be changed in place and last until the next read.</param>
/// <param name="Length">The length prefix, with Ok and TooLong.</param>
public readonly record struct OuterFrame(OuterFrameStatus Status, Memory<byte> Content, uint Length);
