using System.Buffers.Binary;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Softbus.Transport;

/// <summary>
/// Cuts a byte stream into frames: <c>u32 big-endian length, bytes</c> (session-frames.md section 1). The buffer grows with the frames
/// that really come, never beyond the bound that the caller sets.
/// </summary>
/// <param name="transport">The stream; nobody else reads it.</param>
/// <param name="clock">For the time that a frame may take.</param>
public sealed class OuterFrameReader(IByteStream transport, IClock clock)
{
    /// <summary>Bytes of the length prefix.</summary>
    public const int PrefixLength = 4;

    private const int FirstCapacity = 1024;

    // A reader that met a large frame reads the next ones in large pieces, too.
    private byte[] _buffer = new byte[FirstCapacity];
    private int _start, _end, _taken;

    /// <summary>A frame has this long from its first byte (decisions.md "Sessions", Time).</summary>
    public static TimeSpan FrameTime => TimeSpan.FromSeconds(5);

    /// <summary>Reads the next frame.</summary>
    /// <param name="maxLength">Largest length prefix that is accepted; judged before anything is stored.</param>
    /// <param name="deadline">Until when its first byte is waited for.</param>
    /// <param name="limit">An end of everything, also of a frame that has begun: the handshake's.</param>
    public async ValueTask<OuterFrame> ReadAsync(int maxLength, Instant deadline, Instant limit)
    {
        _start += _taken;
        _taken = 0;
        if (_start == _end)
            _start = _end = 0;
        var complete = Instant.Never;
        while (true)
        {
            int available = _end - _start;
            int wanted = PrefixLength;
            if (available >= PrefixLength)
            {
                uint length = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start));
                if (length > (uint)maxLength)
                    return new OuterFrame(OuterFrameStatus.TooLong, default, length);
                wanted = PrefixLength + (int)length;
                if (available >= wanted)
                {
                    _taken = wanted;
                    return new OuterFrame(OuterFrameStatus.Ok, _buffer.AsMemory(_start + PrefixLength, (int)length), length);
                }
            }

            if (available > 0 && complete == Instant.Never)
                complete = Instant.Min(clock.Now + FrameTime, limit);
            MakeRoom(wanted);
            var read = await transport.ReadAsync(_buffer.AsMemory(_end), available > 0 ? complete : Instant.Min(deadline, limit));
            if (read.Status is not TransportStatus.Ok)
                return new OuterFrame(Failure(read.Status, available > 0), default, 0);
            _end += read.Count;
        }
    }

    private static OuterFrameStatus Failure(TransportStatus status, bool begun) => status switch
    {
        TransportStatus.TimedOut => begun ? OuterFrameStatus.Stalled : OuterFrameStatus.TimedOut,
        TransportStatus.EndOfStream when !begun => OuterFrameStatus.Closed,
        _ => OuterFrameStatus.Broken,
    };

    /// <summary>Room for a frame of <paramref name="wanted"/> bytes from <c>_start</c> on, and for at least one byte more to read.</summary>
    private void MakeRoom(int wanted)
    {
        int available = _end - _start;
        if (_start + Math.Max(wanted, available + 1) <= _buffer.Length)
            return;
        var target = _buffer;
        int needed = Math.Max(wanted, available + 1);
        if (needed > _buffer.Length)
            target = new byte[Math.Max(needed, Math.Min(2 * _buffer.Length, 2 * needed))];
        _buffer.AsSpan(_start, available).CopyTo(target);
        _buffer = target;
        _start = 0;
        _end = available;
    }
}
