using System.Diagnostics.CodeAnalysis;
using DSoftBus.Drivers.Virtio;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Drivers.VirtioNet;

/// <summary>The receive half of a network device: keeps every descriptor filled with an empty packet buffer and hands filled ones up without copying.</summary>
/// <remarks>
/// A buffer goes up only when another takes its place, so the ring never runs dry: a starving stack loses frames, not the device.
/// With merged buffers a frame is as many buffers as its first one's header says (virtio 1.2 section 5.1.6.4); a frame of which
/// only some buffers came so far waits for the others.
/// </remarks>
internal sealed class ReceiveRing
{
    /// <summary>New buffers that the device may not see yet while more frames are taken.</summary>
    private const int PublishBatch = 16;

    private readonly Virtqueue _queue;
    private readonly PacketPool _pool;
    private readonly VirtioNetCounters _counters;
    private readonly bool _merges;
    private readonly bool _verifies;
    private readonly bool _coalesces;
    private readonly int _largestFrame;
    private readonly int _publishBatch;
    private readonly PacketBuffer?[] _posted;
    private readonly ReceivedFrame _frame = new();

    public ReceiveRing(Virtqueue queue, PacketPool pool, VirtioNetCounters counters, int mtu, VirtioNetFeature features)
    {
        _queue = queue;
        _pool = pool;
        _counters = counters;
        _merges = (features & VirtioNetFeature.MergeableBuffers) != 0;
        _verifies = (features & VirtioNetFeature.GuestChecksum) != 0;
        _coalesces = (features & VirtioNetFeature.GuestSegmentation) != 0;
        _largestFrame = FrameLength(mtu);
        _publishBatch = Math.Min(PublishBatch, Math.Max(1, queue.Size / 4));
        _posted = new PacketBuffer?[queue.Size];
    }

    public Virtqueue Queue => _queue;

    /// <summary>The device broke a rule after which nobody knows where the next frame begins, or its ring is corrupt.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Fills every free descriptor.</summary>
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

    /// <summary>The next received frame, its window set to the Ethernet frame; a chain when it is spread over several buffers.</summary>
    /// <param name="frame">One reference, the caller's.</param>
    /// <param name="notify">Whether the device wants to hear that it got new buffers.</param>
    /// <returns>False when there is none or the ring is broken.</returns>
    public bool TryReceive([NotNullWhen(true)] out PacketBuffer? frame, out bool notify)
    {
        frame = null;
        // A device that returns rubbish as fast as we repost it must not hold the loop.
        for (int budget = _queue.Size; budget > 0 && frame is null && !IsBroken; budget--)
        {
            UsedStatus status = _queue.TryComplete(out int head, out int length);
            if (status == UsedStatus.Empty)
                break;
            if (status == UsedStatus.Corrupt)
                IsBroken = true;
            else
                frame = Accept(TakePosted(head), status, length);
        }

        notify = (frame is null || _queue.Unpublished >= _publishBatch) && Publish();
        return frame is not null;
    }

    /// <summary>Shows the device all buffers that it has.</summary>
    /// <returns>Whether it wants to hear of them.</returns>
    public bool Publish()
    {
        _queue.Publish();
        return _queue.MustNotify();
    }

    /// <summary>Returns every buffer to the pool. Only after the device was reset.</summary>
    public void ReturnAll()
    {
        _frame.Abandon();
        for (int head = 0; head < _posted.Length; head++)
        {
            _posted[head]?.Release();
            _posted[head] = null;
        }
    }

    /// <summary>Takes one buffer that the device filled.</summary>
    /// <returns>The frame that it completes, or null.</returns>
    private PacketBuffer? Accept(PacketBuffer buffer, UsedStatus status, int length)
    {
        int start = 0;
        if (_frame.IsNew)
        {
            start = VirtioNetHeader.Length;
            Begin(buffer, status, length);
        }
        else if (!_frame.IsDropped)
        {
            if (status == UsedStatus.BadLength)
                Drop(ReceiveDrop.BadLength);
            else if (length == 0)
                Drop(ReceiveDrop.Short);
        }

        if (!_frame.IsDropped && _frame.Length + length - start > Largest)
            Drop(ReceiveDrop.Oversized);
        if (!_frame.IsDropped && !TryReplace())
            Drop(ReceiveDrop.NoBuffer);
        if (_frame.IsDropped)
        {
            Post(buffer);
        }
        else
        {
            buffer.SetWindow(start, length - start);
            _frame.Add(buffer);
        }

        return _frame.Pass() && !_frame.IsDropped ? Complete() : null;
    }

    /// <summary>The longest that the frame under way may be.</summary>
    private int Largest => _frame.Header.IsSegmented ? FrameLength(VirtioNetHeader.LargestPacket) : _largestFrame;

    private static int FrameLength(int packet) => packet + VirtioNetHeader.EthernetHeaderLength + VirtioNetHeader.VlanTagLength;

    private void Begin(PacketBuffer buffer, UsedStatus status, int length)
    {
        // A buffer that is too short for a header, or whose length is a lie, says nothing about its followers: it stands alone.
        if (status == UsedStatus.BadLength || length < VirtioNetHeader.Length)
        {
            _frame.Begin(default, 1);
            Drop(status == UsedStatus.BadLength ? ReceiveDrop.BadLength : ReceiveDrop.Short);
            return;
        }

        var header = VirtioNetHeader.Read(buffer.Span);
        int buffers = _merges ? header.Buffers : 1;
        _frame.Begin(header, Math.Max(1, buffers));
        if (buffers - 1 > _queue.InFlight)
        {
            // More than the device was ever given: they cannot come, and nobody knows what comes instead.
            IsBroken = true;
            _frame.Drop();
        }
        else if (length < VirtioNetHeader.Length + VirtioNetHeader.EthernetHeaderLength)
        {
            Drop(ReceiveDrop.Short);
        }
        else if (buffers == 0 || (buffers > 1 && !_coalesces))
        {
            Drop(ReceiveDrop.BadCount);
        }
    }

    private PacketBuffer? Complete()
    {
        if (!_frame.Header.TryGetOffload(_frame.Length, _verifies, _coalesces, out PacketOffload offload))
        {
            Drop(ReceiveDrop.BadOffload);
            return null;
        }

        _counters.Received++;
        _counters.ReceivedBytes += _frame.Length;
        if (_frame.IsChain)
            _counters.ReceivedChains++;
        if (offload.ChecksumVerified)
            _counters.ReceivedVerified++;
        PacketBuffer frame = _frame.Take();
        frame.Offload = offload;
        return frame;
    }

    private void Drop(ReceiveDrop reason)
    {
        _counters.Count(reason);
        _frame.Drop();
    }

    private bool TryReplace()
    {
        if (!_pool.TryRent(0, out PacketBuffer? replacement))
            return false;
        Post(replacement);
        return true;
    }

    private PacketBuffer TakePosted(int head)
    {
        PacketBuffer buffer = _posted[head] ?? throw new InvalidOperationException("The queue returned a head that holds no buffer.");
        _posted[head] = null;
        return buffer;
    }

    private void Post(PacketBuffer buffer)
    {
        int capacity = buffer.Capacity;
        buffer.SetWindow(0, capacity);
        if (!_queue.TryPost(buffer.PhysicalAddress, capacity, out int head))
            throw new InvalidOperationException("A buffer was posted to a full receive ring.");
        _posted[head] = buffer;
    }
}
