using DSoftBus.Drivers.Virtio;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Drivers.VirtioNet;

/// <summary>The transmit half of a network device: one chain of descriptors per frame, the frame referenced until the chain comes back.</summary>
/// <remarks>
/// The virtio header goes into the frame's headroom, so a frame of one buffer is one descriptor; without the room it takes header memory of
/// the ring and a second descriptor (virtio 1.2 section 2.7.4: the layout is free). A frame of many buffers is one descriptor too while an
/// indirect table is free, else as many as it needs.
/// </remarks>
internal sealed class TransmitRing
{
    /// <summary>Descriptors of the longest chain: its buffers, and header memory.</summary>
    public const int LongestChain = INetDevice.LongestChain + 1;

    /// <summary>From so many parts on, a table is used rather than the ring's own descriptors.</summary>
    private const int TableFrom = 3;

    private const int NoTable = -1;

    private readonly Virtqueue _queue;
    private readonly IndirectTables? _tables;
    private readonly VirtioNetCounters _counters;
    private readonly int _mtu;
    private readonly bool _sums;
    private readonly bool _segments;
    private readonly PacketBuffer?[] _posted;
    private readonly int[] _tableOf;
    private readonly QueuePart[] _parts;

    public TransmitRing(Virtqueue queue, IndirectTables? tables, VirtioNetCounters counters, int mtu, VirtioNetFeature features)
    {
        _queue = queue;
        _tables = tables;
        _counters = counters;
        _mtu = mtu;
        _sums = (features & VirtioNetFeature.Checksum) != 0;
        _segments = (features & VirtioNetFeature.Segmentation) != 0;
        _posted = new PacketBuffer?[queue.Size];
        _tableOf = new int[queue.Size];
        // Section 2.7.5.3.1: no chain is longer than the queue, in a table neither.
        _parts = new QueuePart[Math.Min(LongestChain, queue.Size)];
    }

    public Virtqueue Queue => _queue;

    /// <summary>True after a frame found no descriptors, until some come free.</summary>
    public bool IsStalled { get; private set; }

    /// <summary>Hands <paramref name="frame"/> to the device, which adds a reference of its own while it holds it. The device may not look before it is notified.</summary>
    /// <exception cref="ArgumentException">The frame is shorter than an Ethernet header, or asks for what was not negotiated or makes no sense: a defect of the caller.</exception>
    public TransmitStatus TryTransmit(PacketBuffer frame)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frame.Length, VirtioNetHeader.EthernetHeaderLength, nameof(frame));
        if (frame.Offload.NeedsChecksum || frame.Offload.SegmentSize != 0)
            CheckOffload(frame);
        int length = frame.TotalLength;
        int count = TryGather(frame);
        if (length > LargestFrame(frame) || count == 0)
        {
            _counters.TransmitTooLong++;
            return TransmitStatus.TooLong;
        }

        if (!TryPost(_parts.AsSpan(0, count), out int head, out int table))
        {
            IsStalled = true;
            _counters.TransmitFull++;
            return TransmitStatus.Full;
        }

        frame.AddReference();
        _posted[head] = frame;
        _tableOf[head] = table;
        Count(frame, length);
        _queue.Publish();
        return TransmitStatus.Queued;
    }

    /// <summary>Releases the frames that have left.</summary>
    public void Reclaim()
    {
        while (_queue.TryComplete(out int head, out _) == UsedStatus.Completed)
        {
            PacketBuffer frame = _posted[head] ?? throw new InvalidOperationException("The queue returned a head that holds no frame.");
            _posted[head] = null;
            if (_tableOf[head] != NoTable)
                _tables!.Return(_tableOf[head]);
            IsStalled = false;
            frame.Release();
        }
    }

    /// <summary>Releases every frame. Only after the device was reset.</summary>
    public void ReturnAll()
    {
        for (int head = 0; head < _posted.Length; head++)
        {
            _posted[head]?.Release();
            _posted[head] = null;
        }
    }

    /// <summary>Bytes that <paramref name="frame"/> may have: what fits the link, or what the device cuts into what fits the link.</summary>
    private int LargestFrame(PacketBuffer frame)
    {
        int segment = frame.Offload.SegmentSize;
        bool isCut = segment > 0 && frame.Length + segment <= _mtu + VirtioNetHeader.EthernetHeaderLength;
        return VirtioNetHeader.EthernetHeaderLength + (isCut ? VirtioNetHeader.LargestPacket : _mtu);
    }

    private void CheckOffload(PacketBuffer frame)
    {
        PacketOffload offload = frame.Offload;
        int start = offload.ChecksumStart - frame.Headroom;
        if (!_sums || (offload.SegmentSize != 0 && !_segments))
            throw new ArgumentException("The frame asks for an offload that this device does not have; its features say which it has.", nameof(frame));
        if (start < VirtioNetHeader.EthernetHeaderLength || offload.ChecksumField < 0 || start + offload.ChecksumField + sizeof(ushort) > frame.Length)
            throw new ArgumentException($"The checksum field lies outside of the frame's first buffer: {start} + {offload.ChecksumField} of {frame.Length} bytes.", nameof(frame));
        if (offload.SegmentSize is < 0 or > ushort.MaxValue)
            throw new ArgumentException($"{offload.SegmentSize} is no size of a segment.", nameof(frame));
    }

    /// <summary>Writes the virtio header and lists the parts of the chain.</summary>
    /// <returns>How many parts, or 0 when they are more than a chain may have.</returns>
    private int TryGather(PacketBuffer frame)
    {
        int count = 0;
        VirtioNetHeader header = frame.Offload.NeedsChecksum ? VirtioNetHeader.Asking(frame) : default;
        if (frame.Headroom >= VirtioNetHeader.Length)
        {
            header.Write(frame.Prepend(VirtioNetHeader.Length));
            _parts[count++] = new QueuePart(frame.PhysicalAddress, frame.Length);
            frame.TrimStart(VirtioNetHeader.Length);
        }
        else
        {
            // A full queue has no header memory to give, and will refuse the chain.
            if (!_queue.IsFull)
                header.Write(_queue.HeaderOf(_queue.NextHead));
            _parts[count++] = new QueuePart(_queue.IsFull ? 0 : _queue.HeaderAddressOf(_queue.NextHead), VirtioNetHeader.Length);
            _parts[count++] = new QueuePart(frame.PhysicalAddress, frame.Length);
        }

        for (PacketBuffer? rest = frame.Next; rest is not null; rest = rest.Next)
        {
            // Devices take a descriptor of no bytes for a broken driver.
            if (rest.Length == 0)
                continue;
            if (count == _parts.Length)
                return 0;
            _parts[count++] = new QueuePart(rest.PhysicalAddress, rest.Length);
        }

        return count;
    }

    private bool TryPost(ReadOnlySpan<QueuePart> parts, out int head, out int table)
    {
        table = NoTable;
        if (_tables is not null && !_queue.IsFull && (parts.Length >= TableFrom || parts.Length > _queue.Free)
            && _tables.TryWrite(parts, out table, out QueuePart place))
            return _queue.TryPostIndirect(place, out head);
        return _queue.TryPost(parts, out head);
    }

    private void Count(PacketBuffer frame, int length)
    {
        _counters.Transmitted++;
        _counters.TransmittedBytes += length;
        if (frame.Offload.NeedsChecksum)
            _counters.TransmittedPartial++;
        if (frame.Offload.SegmentSize != 0)
            _counters.TransmittedSegmented++;
    }
}
