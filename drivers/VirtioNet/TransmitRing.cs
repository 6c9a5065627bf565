using DSoftBus.Drivers.Virtio;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Drivers.VirtioNet;

/// <summary>The transmit half of a network device: one chain (header, frame) per packet, the frame referenced until the chain comes back.</summary>
internal sealed class TransmitRing
{
    private readonly Virtqueue _queue;
    private readonly VirtioNetCounters _counters;
    private readonly int _largestFrame;
    private readonly PacketBuffer?[] _posted;

    public TransmitRing(Virtqueue queue, VirtioNetCounters counters, int mtu)
    {
        _queue = queue;
        _counters = counters;
        _largestFrame = mtu + VirtioNetHeader.EthernetHeaderLength;
        _posted = new PacketBuffer?[queue.SlotCount];
    }

    public Virtqueue Queue => _queue;

    /// <summary>True after a frame found no slot, until one comes free.</summary>
    public bool IsStalled { get; private set; }

    /// <summary>Hands <paramref name="frame"/> to the device, which adds a reference of its own while it holds it.</summary>
    public TransmitStatus TryTransmit(PacketBuffer frame, out bool notify)
    {
        notify = false;
        ArgumentOutOfRangeException.ThrowIfLessThan(frame.Length, VirtioNetHeader.EthernetHeaderLength, nameof(frame));
        if (frame.Length > _largestFrame)
        {
            _counters.TransmitTooLong++;
            return TransmitStatus.TooLong;
        }

        if (!_queue.TryPost(frame.PhysicalAddress, frame.Length, out int slot))
        {
            IsStalled = true;
            _counters.TransmitFull++;
            return TransmitStatus.Full;
        }

        frame.AddReference();
        _posted[slot] = frame;
        _counters.Transmitted++;
        _counters.TransmittedBytes += frame.Length;
        notify = _queue.Publish();
        return TransmitStatus.Queued;
    }

    /// <summary>Releases the frames that have left.</summary>
    public void Reclaim()
    {
        while (_queue.TryComplete(out int slot, out _) == UsedStatus.Completed)
        {
            PacketBuffer frame = _posted[slot] ?? throw new InvalidOperationException("The queue returned a slot that holds no frame.");
            _posted[slot] = null;
            IsStalled = false;
            frame.Release();
        }
    }

    /// <summary>Releases every frame. Only after the device was reset.</summary>
    public void ReturnAll()
    {
        for (int slot = 0; slot < _posted.Length; slot++)
        {
            _posted[slot]?.Release();
            _posted[slot] = null;
        }
    }
}
