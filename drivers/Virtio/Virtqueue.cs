using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Drivers.Virtio;

/// <summary>The driver's side of a split virtqueue (virtio 1.2 section 2.7).</summary>
/// <remarks>
/// All that the device writes is read once, checked against what was posted, and only then used: a wrong index or identifier makes the queue
/// <see cref="UsedStatus.Corrupt"/>, a wrong length is reported per chain; neither can make the driver touch memory that it did not post.
/// What the driver needs to know about its own chains it keeps beside the rings, where no device can write.
/// The queue knows heads (the first descriptor of a chain), not buffers: who posts a buffer keeps it by head until the head comes back or
/// the device was reset. Fields are little-endian as is every machine that this driver runs on. Not thread-safe.
/// </remarks>
public sealed class Virtqueue
{
    private const ushort DescriptorNext = 1;        // VIRTQ_DESC_F_NEXT, section 2.7.5
    private const ushort DescriptorDeviceWrite = 2; // VIRTQ_DESC_F_WRITE
    private const ushort DescriptorIndirect = 4;    // VIRTQ_DESC_F_INDIRECT
    private const ushort NoInterrupt = 1;           // VIRTQ_AVAIL_F_NO_INTERRUPT, section 2.7.6
    private const ushort NoNotify = 1;              // VIRTQ_USED_F_NO_NOTIFY, section 2.7.8
    private const int NotPosted = -1;

    private readonly PinnedMemory _memory;
    private readonly QueueLayout _layout;
    private readonly QueueDirection _direction;
    private readonly bool _usesEventIndex;
    private readonly int _indexMask;

    // By head: the bytes posted (NotPosted when the device does not have it), and the chain's last descriptor and length.
    private readonly int[] _postedLength;
    private readonly ushort[] _lastOf;
    private readonly ushort[] _chainLength;

    // The free descriptors and the descriptors of each chain, linked.
    private readonly ushort[] _next;
    private ushort _firstFree;

    private ushort _availableIndex;
    private ushort _publishedIndex;
    private ushort _notifiedIndex;
    private ushort _usedIndex;
    private bool _areInterruptsOn = true;

    /// <summary>Clears the queue's part of <paramref name="memory"/>. The device must not know the queue yet.</summary>
    /// <param name="memory">Holds the rings.</param>
    /// <param name="layout">Where in it.</param>
    /// <param name="direction">Who writes the buffers.</param>
    /// <param name="usesEventIndex">Whether <see cref="VirtioFeature.EventIndex"/> was negotiated.</param>
    public Virtqueue(PinnedMemory memory, QueueLayout layout, QueueDirection direction, bool usesEventIndex = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layout.End, memory.Length, nameof(layout));
        _memory = memory;
        _layout = layout;
        _direction = direction;
        _usesEventIndex = usesEventIndex;
        _indexMask = layout.Size - 1;
        _postedLength = new int[layout.Size];
        _lastOf = new ushort[layout.Size];
        _chainLength = new ushort[layout.Size];
        _next = new ushort[layout.Size];
        Free = layout.Size;
        memory.Bytes.Span[layout.DescriptorOffset..layout.End].Clear();
        for (int i = 0; i < layout.Size; i++)
        {
            _postedLength[i] = NotPosted;
            _next[i] = (ushort)(i + 1);
        }
    }

    /// <summary>Descriptors in the table.</summary>
    public int Size => _layout.Size;

    /// <summary>Descriptors that no chain uses.</summary>
    public int Free { get; private set; }

    /// <summary>Chains that the device has, as far as the driver knows.</summary>
    public int InFlight { get; private set; }

    /// <summary>Chains posted that the device cannot see yet.</summary>
    public int Unpublished => (ushort)(_availableIndex - _publishedIndex);

    /// <summary>Chains published that the device was neither told of nor asked whether it wants to be.</summary>
    public int Unannounced => (ushort)(_publishedIndex - _notifiedIndex);

    public bool IsFull => Free == 0;

    public bool IsCorrupt { get; private set; }

    /// <summary>The head of the next chain that is posted; any value when the queue is full.</summary>
    public int NextHead => _firstFree;

    /// <summary>True when the device returned something that <see cref="TryComplete"/> has not yet seen.</summary>
    public bool HasCompleted => Volatile.Read(ref UInt16At(_layout.UsedOffset + 2)) != _usedIndex;

    public ulong DescriptorAddress => AddressOf(_layout.DescriptorOffset);

    public ulong AvailableAddress => AddressOf(_layout.AvailableOffset);

    public ulong UsedAddress => AddressOf(_layout.UsedOffset);

    /// <summary>The header memory of <paramref name="head"/>.</summary>
    public Span<byte> HeaderOf(int head) => _memory.Bytes.Span.Slice(HeaderOffsetOf(head), _layout.HeaderLength);

    /// <summary>Physical address of <see cref="HeaderOf"/>.</summary>
    public ulong HeaderAddressOf(int head) => AddressOf(HeaderOffsetOf(head));

    /// <summary>Puts <paramref name="length"/> bytes at physical <paramref name="address"/> into the available ring; the device sees them after <see cref="Publish"/>.</summary>
    /// <returns>False when no descriptor is free.</returns>
    public bool TryPost(ulong address, int length, out int head) => TryPost([new QueuePart(address, length)], out head);

    /// <summary>Puts a chain of <paramref name="parts"/> (at least one) into the available ring.</summary>
    /// <returns>False when fewer descriptors than parts are free; nothing was posted then.</returns>
    public bool TryPost(ReadOnlySpan<QueuePart> parts, out int head)
    {
        ArgumentOutOfRangeException.ThrowIfZero(parts.Length, nameof(parts));
        head = NotPosted;
        if (parts.Length > Free)
            return false;
        head = _firstFree;
        ushort flags = _direction == QueueDirection.DeviceWrites ? DescriptorDeviceWrite : (ushort)0;
        Span<byte> bytes = _memory.Bytes.Span;
        int current = head, last = head, length = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            last = current;
            current = _next[last];
            bool isLast = i == parts.Length - 1;
            Write(Descriptor(bytes, last), parts[i], isLast ? flags : (ushort)(flags | DescriptorNext), isLast ? (ushort)0 : (ushort)current);
            length += parts[i].Length;
        }

        Offer(bytes, head, last, parts.Length, length);
        return true;
    }

    /// <summary>Puts one descriptor that stands for <paramref name="table"/> into the available ring; needs <see cref="VirtioFeature.IndirectDescriptors"/>. For queues that the device reads.</summary>
    /// <returns>False when no descriptor is free.</returns>
    public bool TryPostIndirect(QueuePart table, out int head)
    {
        head = NotPosted;
        if (Free == 0)
            return false;
        head = _firstFree;
        Span<byte> bytes = _memory.Bytes.Span;
        Write(Descriptor(bytes, head), table, DescriptorIndirect, 0);
        Offer(bytes, head, head, 1, table.Length);
        return true;
    }

    /// <summary>Shows the device everything posted so far (section 2.7.13). It may look by itself, or sleep until it is notified.</summary>
    public void Publish()
    {
        if (_publishedIndex == _availableIndex)
            return;
        // The descriptors and ring entries must be visible before the index (section 2.7.13.3).
        Volatile.Write(ref UInt16At(_layout.AvailableOffset + 2), _availableIndex);
        _publishedIndex = _availableIndex;
    }

    /// <summary>Whether the device wants to be notified of what was published since this was last asked; who asks must notify then.</summary>
    public bool MustNotify()
    {
        if (_notifiedIndex == _publishedIndex)
            return false;
        ushort before = _notifiedIndex;
        _notifiedIndex = _publishedIndex;
        // The index must be visible before the device's wish is read, or both sides sleep (section 2.7.13.4).
        Interlocked.MemoryBarrier();
        if (!_usesEventIndex)
            return (Volatile.Read(ref UInt16At(_layout.UsedOffset)) & NoNotify) == 0;
        // Section 2.7.10: wanted when the index has moved past the event since the last time.
        ushort wanted = Volatile.Read(ref UInt16At(_layout.AvailableEventOffset));
        return (ushort)(_publishedIndex - wanted - 1) < (ushort)(_publishedIndex - before);
    }

    /// <summary>Takes the next returned chain.</summary>
    /// <param name="head">The head that came back, when the result says that one did.</param>
    /// <param name="length">Bytes that the device wrote into the chain's buffers; 0 on a queue that the device only reads.</param>
    public UsedStatus TryComplete(out int head, out int length)
    {
        head = NotPosted;
        length = 0;
        if (IsCorrupt)
            return UsedStatus.Corrupt;
        // The index is read before the elements that it covers (section 2.7.14).
        ushort returned = (ushort)(Volatile.Read(ref UInt16At(_layout.UsedOffset + 2)) - _usedIndex);
        if (returned == 0)
            return UsedStatus.Empty;
        if (returned > InFlight)
            return BecomeCorrupt();

        ReadOnlySpan<byte> element = _memory.Bytes.Span.Slice(
            _layout.UsedOffset + QueueLayout.RingHeaderLength + ((_usedIndex & _indexMask) * QueueLayout.UsedElementLength), QueueLayout.UsedElementLength);
        uint id = BinaryPrimitives.ReadUInt32LittleEndian(element);
        uint written = BinaryPrimitives.ReadUInt32LittleEndian(element[4..]);
        if (id >= (uint)_layout.Size || _postedLength[id] == NotPosted)
            return BecomeCorrupt();

        head = (int)id;
        int posted = _postedLength[head];
        _usedIndex++;
        TakeBack(head);
        // Section 2.7.8.2: what a device reports for buffers that it only reads says nothing.
        if (_direction == QueueDirection.DeviceReads)
            return UsedStatus.Completed;
        if (written > (uint)posted)
            return UsedStatus.BadLength;
        length = (int)written;
        return UsedStatus.Completed;
    }

    /// <summary>Asks the device for an interrupt when a chain comes back, or for none. Only a wish: it may interrupt all the same (section 2.7.7).</summary>
    /// <remarks>
    /// After enabling, look at <see cref="HasCompleted"/> again before sleeping: the full barrier here makes that look valid.
    /// With the event index an enabled queue interrupts at least once, for the next chain that comes back; whoever is interrupted disables, looks and enables again.
    /// </remarks>
    public void EnableInterrupts(bool enable)
    {
        // Enabled twice, the event must not move: the interrupt for a chain that came back meanwhile could then be lost.
        if (enable && _areInterruptsOn)
            return;
        _areInterruptsOn = enable;
        if (_usesEventIndex)
        {
            // Section 2.7.7: an interrupt when the used index moves past the event. Just passed means in 65,535 chains: one too many then does no harm.
            Volatile.Write(ref UInt16At(_layout.UsedEventOffset), enable ? _usedIndex : (ushort)(_usedIndex - 1));
        }
        else
        {
            Volatile.Write(ref UInt16At(_layout.AvailableOffset), enable ? (ushort)0 : NoInterrupt);
        }

        Interlocked.MemoryBarrier();
    }

    /// <summary>Writes one descriptor of 16 bytes: into the queue's table, or into an indirect one.</summary>
    internal static void Write(Span<byte> descriptor, QueuePart part, ushort flags, ushort next)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor[14..], next);
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor[12..], flags);
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor[8..], (uint)part.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(descriptor, part.Address);
    }

    /// <summary>The flag of each descriptor but the last in an indirect table.</summary>
    internal const ushort NextFlag = DescriptorNext;

    private void Offer(Span<byte> bytes, int head, int last, int descriptors, int length)
    {
        _firstFree = _next[last];
        Free -= descriptors;
        InFlight++;
        _postedLength[head] = length;
        _lastOf[head] = (ushort)last;
        _chainLength[head] = (ushort)descriptors;
        int entry = _layout.AvailableOffset + QueueLayout.RingHeaderLength + ((_availableIndex & _indexMask) * sizeof(ushort));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[entry..], (ushort)head);
        _availableIndex++;
    }

    private void TakeBack(int head)
    {
        _postedLength[head] = NotPosted;
        _next[_lastOf[head]] = _firstFree;
        _firstFree = (ushort)head;
        Free += _chainLength[head];
        InFlight--;
    }

    private UsedStatus BecomeCorrupt()
    {
        IsCorrupt = true;
        return UsedStatus.Corrupt;
    }

    private Span<byte> Descriptor(Span<byte> bytes, int descriptor) =>
        bytes.Slice(_layout.DescriptorOffset + (descriptor * QueueLayout.DescriptorLength), QueueLayout.DescriptorLength);

    private int HeaderOffsetOf(int head) => _layout.HeaderOffset + (head * _layout.HeaderLength);

    private ulong AddressOf(int offset) => _memory.PhysicalAddress + (ulong)offset;

    private ref ushort UInt16At(int offset) => ref MemoryMarshal.Cast<byte, ushort>(_memory.Bytes.Span[offset..])[0];
}
