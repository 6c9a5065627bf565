using DSoftBus.Net.Tcp.States;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>Reading and writing in place: the user looks into the receive buffer and fills packet buffers, and nothing is copied between.</summary>
public sealed partial class TcpConnection
{
    /// <summary>Shows text in order without taking it; the span is good until the next call into the stack.</summary>
    /// <param name="text">At most up to the end of the ring: after <see cref="Advance"/> over all of it there may be more.</param>
    public TcpReadStatus Peek(out ReadOnlySpan<byte> text)
    {
        text = _received.Readable;
        return text.IsEmpty ? StatusWithoutText : TcpReadStatus.Ok;
    }

    /// <summary>Takes octets that <see cref="Peek"/> showed.</summary>
    /// <param name="count">From 0 to the octets in order that are there.</param>
    /// <param name="now">A read may open the window and tell the peer so.</param>
    public void Advance(int count, Instant now)
    {
        _received.Skip(count);
        OfferWindow(now);
        NoteReadiness();
    }

    /// <summary>Room for the text of the next segment, in the packet buffer that it will leave in; good until the next call into the stack. One is held at a time.</summary>
    /// <param name="room">Not empty with <see cref="TcpWriteStatus.Ok"/>.</param>
    public TcpWriteStatus Reserve(out Span<byte> room)
    {
        room = default;
        if (StatusOfWriting is not TcpWriteStatus.Ok and var status)
            return status;
        room = _queue.Reserve(_sendSegmentSize, SegmentHeadroom, _layer.Network.Buffers);
        if (!room.IsEmpty)
            return TcpWriteStatus.Ok;
        _layer.Starve(this);
        NoteReadiness();
        return TcpWriteStatus.WouldBlock;
    }

    /// <summary>Queues the first octets of what <see cref="Reserve"/> gave; they leave with <see cref="Flush"/> at the latest, so that several become one burst.</summary>
    /// <param name="count">From 0 to what was given.</param>
    /// <param name="taken">Octets queued: <paramref name="count"/>, or fewer when the path's segment size shrank since and no buffer is free.</param>
    /// <returns>Other than Ok: the connection ended or closed since, and nothing was queued.</returns>
    public TcpWriteStatus Commit(int count, out int taken)
    {
        taken = 0;
        if (StatusOfWriting is not TcpWriteStatus.Ok and var status)
            return status;
        taken = _queue.Commit(count, _queueEnd, _sendSegmentSize, SegmentHeadroom, _layer.Network.Buffers);
        _queueEnd += taken;
        return TcpWriteStatus.Ok;
    }

    /// <summary>Sends what was committed, as far as it may leave.</summary>
    public void Flush(Instant now)
    {
        Output(now);
        NoteReadiness();
    }

    private TcpReadStatus StatusWithoutText =>
        Failure != TcpFailure.None ? TcpReadStatus.Failed
        : _peerFinished || _state == TcpState.Closed ? TcpReadStatus.EndOfStream
        : TcpReadStatus.WouldBlock;

    private TcpWriteStatus StatusOfWriting =>
        Failure != TcpFailure.None ? TcpWriteStatus.Failed
        : _state.SendsText ? TcpWriteStatus.Ok
        : _state.IsSynchronized || _state == TcpState.Closed ? TcpWriteStatus.Closed
        : TcpWriteStatus.WouldBlock;
}
