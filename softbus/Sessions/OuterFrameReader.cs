using System.Buffers.Binary;

namespace DSoftBus.Softbus.Sessions;

/// <summary>What an <see cref="OuterFrameReader"/> has.</summary>
public enum OuterFrameStatus : byte
{
    /// <summary>The next frame is not complete: read more.</summary>
    NeedMore = 0,

    /// <summary>A frame.</summary>
    Frame = 1,

    /// <summary>A length of 0: the stream is over (no message has 0 bytes).</summary>
    EmptyFrame = 2,

    /// <summary>A length above the bound: the stream is over ("frame exceeds maximum size").</summary>
    TooLong = 3,
}

/// <summary>
/// Cuts a byte stream into length-prefixed frames, in one buffer of its own: bytes are received straight into
/// <see cref="Free"/>, a frame is a window that may be decrypted in place. Nothing is allocated after construction.
/// </summary>
/// <remarks>Use: read into <see cref="Free"/>, <see cref="Commit"/>, then <see cref="TryTake"/> until it needs more. A frame is
/// valid until the next call of <see cref="TryTake"/> or <see cref="Free"/>. After an error status it stays at that error.</remarks>
public sealed class OuterFrameReader
{
    private readonly byte[] _buffer;
    private readonly int _maximumLength;
    private int _start;
    private int _end;

    /// <param name="maximumLength">Most bytes of one frame, 1 to 65536: during the handshake a smaller bound saves memory.</param>
    public OuterFrameReader(int maximumLength = OuterFrame.MaximumLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumLength, OuterFrame.MaximumLength);
        _maximumLength = maximumLength;
        _buffer = new byte[OuterFrame.HeaderLength + maximumLength];
    }

    /// <summary>Bytes received and not yet taken. Above 0 after <see cref="TryTake"/> needed more: a frame has begun, its deadline runs.</summary>
    public int Buffered => _end - _start;

    /// <summary>Where the next bytes go; never empty unless a whole frame or an error waits to be taken.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start.._end).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }

            return _buffer.AsMemory(_end);
        }
    }

    /// <summary>Says how many bytes were received into <see cref="Free"/>.</summary>
    public void Commit(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _end);
        _end += count;
    }

    /// <summary>Copies bytes that the stream delivered elsewhere; returns how many fitted.</summary>
    public int Append(ReadOnlySpan<byte> bytes)
    {
        var free = Free.Span;
        int count = Math.Min(bytes.Length, free.Length);
        bytes[..count].CopyTo(free);
        Commit(count);
        return count;
    }

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">The frame's bytes without the prefix, inside the buffer, free to be changed.</param>
    public OuterFrameStatus TryTake(out Memory<byte> frame)
    {
        frame = default;
        if (Buffered < OuterFrame.HeaderLength)
            return OuterFrameStatus.NeedMore;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start));
        if (length == 0)
            return OuterFrameStatus.EmptyFrame;
        if (length > (uint)_maximumLength)
            return OuterFrameStatus.TooLong;
        if (Buffered < OuterFrame.HeaderLength + (int)length)
            return OuterFrameStatus.NeedMore;
        frame = _buffer.AsMemory(_start + OuterFrame.HeaderLength, (int)length);
        _start += OuterFrame.HeaderLength + (int)length;
        return OuterFrameStatus.Frame;
    }
}
