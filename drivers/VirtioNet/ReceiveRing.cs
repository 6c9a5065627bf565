using System.Diagnostics.CodeAnalysis;
using DSoftBus.Drivers.Virtio;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Drivers.VirtioNet;

/// <summary>The receive half of a network device: keeps every slot filled with an empty packet buffer and hands filled ones up without copying.</summary>
/// <remarks>A frame goes up only when another buffer takes its place, so the ring never runs dry: a starving stack loses frames, not the device.</remarks>
internal sealed class ReceiveRing
{
    private readonly Virtqueue _queue;
    private readonly PacketPool _pool;
    private readonly VirtioNetCounters _counters;
    private readonly int _largestFrame;
    private readonly PacketBuffer?[] _posted;

    public ReceiveRing(Virtqueue queue, PacketPool pool, VirtioNetCounters counters, int mtu)
    {
        _queue = queue;
        _pool = pool;
        _counters = counters;
        _largestFrame = mtu + VirtioNetHeader.EthernetHeaderLength + VirtioNetHeader.VlanTagLength;
        _posted = new PacketBuffer?[queue.SlotCount];
    }

    public Virtqueue Queue => _queue;

    /// <summary>Fills every free slot.</summary>
    /// <returns>False when the pool was empty before the ring was full.</returns>
    public bool TryFill()
    {
        while (!_queue.IsFull)
        {
            if (!_pool.TryRent(0, out PacketBuffer? buffer))
                return false;
            Post(buffer);
        }

        return true;
    }

    /// <summary>The next received frame, its window set to the Ethernet frame.</summary>
    /// <param name="frame">One reference, the caller's.</param>
    /// <param name="notify">Whether the device wants to hear that it got new buffers.</param>
    /// <returns>False when there is none or the ring is corrupt.</returns>
    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame, out bool notify)
    {
        frame = null;
        // A device that returns rubbish as fast as we repost it must not hold the loop.
        for (int budget = _queue.SlotCount; budget > 0 && frame is null; budget--)
        {
            UsedStatus status = _queue.TryComplete(out int slot, out int length);
            if (status is UsedStatus.Empty or UsedStatus.Corrupt)
                break;
            PacketBuffer buffer = Take(slot);
            if (IsDeliverable(status, length) && TryReplace())
            {
                buffer.SetWindow(VirtioNetHeader.Length, length - VirtioNetHeader.Length);
                _counters.Received++;
                _counters.ReceivedBytes += buffer.Length;
                frame = buffer;
            }
            else
            {
                Post(buffer);
            }
        }

        notify = _queue.Publish();
        return frame is not null;
    }

    /// <summary>Returns every buffer to the pool. Only after the device was reset.</summary>
    public void ReturnAll()
    {
        for (int slot = 0; slot < _posted.Length; slot++)
        {
            _posted[slot]?.Release();
            _posted[slot] = null;
        }
    }

    private bool IsDeliverable(UsedStatus status, int length)
    {
        if (status == UsedStatus.BadLength)
            _counters.DroppedBadLength++;
        else if (length < VirtioNetHeader.Length + VirtioNetHeader.EthernetHeaderLength)
            _counters.DroppedShort++;
        else if (length > VirtioNetHeader.Length + _largestFrame)
            _counters.DroppedOversized++;
        else
            return true;
        return false;
    }

    private bool TryReplace()
    {
        if (!_pool.TryRent(0, out PacketBuffer? replacement))
        {
            _counters.DroppedNoBuffer++;
            return false;
        }

        Post(replacement);
        return true;
    }

    private PacketBuffer Take(int slot)
    {
        PacketBuffer buffer = _posted[slot] ?? throw new InvalidOperationException("The queue returned a slot that holds no buffer.");
        _posted[slot] = null;
        return buffer;
    }

    private void Post(PacketBuffer buffer)
    {
        int capacity = buffer.Capacity;
        buffer.SetWindow(0, capacity);
        if (!_queue.TryPost(buffer.PhysicalAddress, capacity, out int slot))
            throw new InvalidOperationException("A buffer was posted to a full receive ring.");
        _posted[slot] = buffer;
    }
}
