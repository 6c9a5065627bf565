using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>Runs of segments in one frame, for devices that cut it into those segments (virtio 1.2 section 5.1.6.2): one walk down the stack instead of many, the same on the wire.</summary>
public sealed partial class TcpConnection
{
    // Sends the segment, which MaySend let out, and those behind it that may leave with it. Returns how many; 0: the device is full or no buffer is free.
    private int TransmitRun(int first, Instant now)
    {
        int limit = _layer.Network.SegmentationLimit(Key.Remote) - Ipv4View.MinimumHeaderLength - TcpView.MinimumHeaderLength - MaximumOptionLength;
        int count = limit > 0 ? RunLength(first, limit) : 1;
        if (count < 2 || !_layer.Network.Buffers.TryRent(SegmentHeadroom, out var head))
            return Transmit(first, now) ? 1 : 0;
        var tail = head;
        for (int i = first; i < first + count; i++)
        {
            ref var segment = ref _queue[i];
            segment.Buffer.SetWindow(segment.Offset, segment.Length);
            segment.Buffer.AddReference();
            tail.Chain(segment.Buffer);
            tail = segment.Buffer;
        }

        bool last = first + count == _queue.Count;
        bool fin = last && _finQueued;
        bool sent = Emit(head, _queue[first].Sequence, Flags(last, fin), now, _queue[first].Length);
        head.Release();
        if (!sent)
        {
            _layer.Block(this);
            return 0;
        }

        for (int i = first; i < first + count; i++)
            NoteSent(i, fin && i == first + count - 1, now);
        return count;
    }

    // Segments of one size that were never sent and that nobody else holds, and a shorter one behind them.
    private int RunLength(int first, int limit)
    {
        int size = _queue[first].Length, octets = 0, count = 0;
        for (int i = first; i < _queue.Count && count < INetDevice.LongestChain - 1; i++)
        {
            ref var segment = ref _queue[i];
            bool fits = segment.Transmissions == 0 && segment.Length <= size && octets + segment.Length <= limit && segment.Buffer.References == 1
                && (count == 0 || MayFollow(ref segment, octets, i == _queue.Count - 1));
            if (!fits)
                break;
            octets += segment.Length;
            count++;
            if (segment.Length < size)
                break;
        }

        return count;
    }

    // As MaySend decides once the octets ahead of the segment have left.
    private bool MayFollow(ref QueuedSegment segment, int ahead, bool isLast)
    {
        int before = segment.Sequence - _unacknowledged;
        int occupied = Occupied(before) + (_sackOn ? ahead : 0);
        if (before + segment.Length > _sendWindow || occupied + segment.Length > _congestion.Window + LimitedTransmit)
            return false;
        return !(isLast && segment.Length < _sendSegmentSize && Nagle && !_finQueued);
    }
}
