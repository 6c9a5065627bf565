using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Drivers.Virtio;

/// <summary>The driver's side of a split virtqueue (virtio 1.2 section 2.7).</summary>
/// <remarks>
/// The descriptors are cut into fixed slots of one or two descriptors, so posting a buffer writes one descriptor and one ring entry.
/// All that the device writes is read once, checked against what was posted, and only then used: a wrong index or identifier makes the queue
/// <see cref="UsedStatus.Corrupt"/>, a wrong length is reported per slot; neither can make the driver touch memory that it did not post.
/// The queue knows slots, not buffers: who posts a buffer keeps it by slot until the slot comes back or the device was reset.
/// Fields are little-endian as is every machine that this driver runs on. Not thread-safe.
/// </remarks>
public sealed class Virtqueue
{
    private const ushort DescriptorNext = 1;        // VIRTQ_DESC_F_NEXT, section 2.7.5
    private const ushort DescriptorDeviceWrite = 2; // VIRTQ_DESC_F_WRITE
    private const ushort NoInterrupt = 1;           // VIRTQ_AVAIL_F_NO_INTERRUPT, section 2.7.6
    private const ushort NoNotify = 1;              // VIRTQ_USED_F_NO_NOTIFY, section 2.7.8
    private const int NotPosted = -1;

    private readonly PinnedMemory _memory;
    private readonly QueueLayout _layout;
    private readonly QueueDirection _direction;
    private readonly int[] _postedLength;
    private readonly ushort[] _freeSlots;
    private readonly int _indexMask;
    private int _freeCount;
    private ushort _availableIndex;
    private ushort _publishedIndex;
    private ushort _usedIndex;
    private bool _corrupt;

    /// <summary>Clears the queue's part of <paramref name="memory"/> and prepares every slot. The device must not know the queue yet.</summary>
    public Virtqueue(PinnedMemory memory, QueueLayout layout, QueueDirection direction)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layout.End, memory.Length, nameof(layout));
        _memory = memory;
        _layout = layout;
        _direction = direction;
        _indexMask = layout.Size - 1;
        _postedLength = new int[layout.SlotCount];
        _freeSlots = new ushort[layout.SlotCount];
        _freeCount = layout.SlotCount;
        memory.Bytes.Span[layout.DescriptorOffset..layout.End].Clear();
        for (int slot = 0; slot < layout.SlotCount; slot++)
        {
            _postedLength[slot] = NotPosted;
            _freeSlots[slot] = (ushort)(layout.SlotCount - 1 - slot);
            PrepareSlot(slot);
        }
    }

    /// <summary>Descriptors in the table.</summary>
    public int Size => _layout.Size;

    /// <summary>Buffers that can be posted at once.</summary>
    public int SlotCount => _layout.SlotCount;

    /// <summary>Buffers that the device has, as far as the driver knows.</summary>
    public int InFlight => _layout.SlotCount - _freeCount;

    public bool IsFull => _freeCount == 0;

    public bool IsCorrupt => _corrupt;

    /// <summary>True when the device returned something that <see cref="TryComplete"/> has not yet seen.</summary>
    public bool HasCompleted => Volatile.Read(ref UInt16At(_layout.UsedOffset + 2)) != _usedIndex;

    public ulong DescriptorAddress => AddressOf(_layout.DescriptorOffset);

    public ulong AvailableAddress => AddressOf(_layout.AvailableOffset);

    public ulong UsedAddress => AddressOf(_layout.UsedOffset);

    /// <summary>The header bytes that precede the data of <paramref name="slot"/>; zero unless somebody wrote them.</summary>
    public Span<byte> HeaderOf(int slot) => _memory.Bytes.Span.Slice(_layout.HeaderOffset + (slot * _layout.HeaderLength), _layout.HeaderLength);

    /// <summary>Puts <paramref name="length"/> bytes at physical <paramref name="address"/> into the available ring; the device sees them after <see cref="Publish"/>.</summary>
    /// <returns>False when every slot is in flight.</returns>
    public bool TryPost(ulong address, int length, out int slot)
    {
        if (_freeCount == 0)
        {
            slot = NotPosted;
            return false;
        }

        slot = _freeSlots[--_freeCount];
        _postedLength[slot] = length;
        Span<byte> bytes = _memory.Bytes.Span;
        int descriptor = DescriptorOffset(DataDescriptorOf(slot));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[descriptor..], address);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[(descriptor + 8)..], (uint)length);
        int entry = _layout.AvailableOffset + 4 + ((_availableIndex & _indexMask) * sizeof(ushort));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[entry..], (ushort)(slot * _layout.ChainLength));
        _availableIndex++;
        return true;
    }

    /// <summary>Shows the device everything posted so far (section 2.7.13).</summary>
    /// <returns>True when the device wants to be notified.</returns>
    public bool Publish()
    {
        if (_publishedIndex == _availableIndex)
            return false;
        // The descriptors and ring entries must be visible before the index (section 2.7.13.3).
        Volatile.Write(ref UInt16At(_layout.AvailableOffset + 2), _availableIndex);
        _publishedIndex = _availableIndex;
        // The index must be visible before the device's wish not to be notified is read, or both sides sleep (section 2.7.13.4).
        Interlocked.MemoryBarrier();
        return (Volatile.Read(ref UInt16At(_layout.UsedOffset)) & NoNotify) == 0;
    }

    /// <summary>Takes the next returned slot.</summary>
    /// <param name="slot">The slot that came back, when the result says that one did.</param>
    /// <param name="length">Bytes that the device wrote into the slot's buffers; 0 on a queue that the device only reads.</param>
    public UsedStatus TryComplete(out int slot, out int length)
    {
        slot = NotPosted;
        length = 0;
        if (_corrupt)
            return UsedStatus.Corrupt;
        // The index is read before the elements that it covers (section 2.7.14).
        ushort returned = (ushort)(Volatile.Read(ref UInt16At(_layout.UsedOffset + 2)) - _usedIndex);
        if (returned == 0)
            return UsedStatus.Empty;
        if (returned > InFlight)
            return BecomeCorrupt();

        ReadOnlySpan<byte> element = _memory.Bytes.Span.Slice(
            _layout.UsedOffset + 4 + ((_usedIndex & _indexMask) * QueueLayout.UsedElementLength), QueueLayout.UsedElementLength);
        uint id = BinaryPrimitives.ReadUInt32LittleEndian(element);
        uint written = BinaryPrimitives.ReadUInt32LittleEndian(element[4..]);
        if (id >= (uint)_layout.Size || id % (uint)_layout.ChainLength != 0)
            return BecomeCorrupt();
        int candidate = (int)(id / (uint)_layout.ChainLength);
        int posted = _postedLength[candidate];
        if (posted == NotPosted)
            return BecomeCorrupt();

        _usedIndex++;
        _postedLength[candidate] = NotPosted;
        _freeSlots[_freeCount++] = (ushort)candidate;
        slot = candidate;
        // Section 2.7.8.2: what a device reports for buffers that it only reads says nothing.
        if (_direction == QueueDirection.DeviceReads)
            return UsedStatus.Completed;
        if (written > (uint)(posted + _layout.HeaderLength))
            return UsedStatus.BadLength;
        length = (int)written;
        return UsedStatus.Completed;
    }

    /// <summary>Asks the device for an interrupt per returned buffer, or not to interrupt. Only a wish: it may interrupt all the same (section 2.7.7).</summary>
    /// <remarks>After enabling, look at <see cref="HasCompleted"/> again before sleeping: the full barrier here makes that look valid.</remarks>
    public void EnableInterrupts(bool enable)
    {
        Volatile.Write(ref UInt16At(_layout.AvailableOffset), enable ? (ushort)0 : NoInterrupt);
        Interlocked.MemoryBarrier();
    }

    private UsedStatus BecomeCorrupt()
    {
        _corrupt = true;
        return UsedStatus.Corrupt;
    }

    private void PrepareSlot(int slot)
    {
        Span<byte> bytes = _memory.Bytes.Span;
        ushort dataFlags = _direction == QueueDirection.DeviceWrites ? DescriptorDeviceWrite : (ushort)0;
        int data = DescriptorOffset(DataDescriptorOf(slot));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[(data + 12)..], dataFlags);
        if (_layout.HeaderLength == 0)
            return;
        int header = DescriptorOffset(slot * _layout.ChainLength);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[header..], AddressOf(_layout.HeaderOffset + (slot * _layout.HeaderLength)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[(header + 8)..], (uint)_layout.HeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[(header + 12)..], (ushort)(dataFlags | DescriptorNext));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[(header + 14)..], (ushort)DataDescriptorOf(slot));
    }

    private int DataDescriptorOf(int slot) => (slot * _layout.ChainLength) + _layout.ChainLength - 1;

    private int DescriptorOffset(int descriptor) => _layout.DescriptorOffset + (descriptor * QueueLayout.DescriptorLength);

    private ulong AddressOf(int offset) => _memory.PhysicalAddress + (ulong)offset;

    private ref ushort UInt16At(int offset) => ref MemoryMarshal.Cast<byte, ushort>(_memory.Bytes.Span[offset..])[0];
}
