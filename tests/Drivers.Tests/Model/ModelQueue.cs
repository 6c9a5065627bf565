using System.Buffers.Binary;

namespace DSoftBus.Tests.Drivers.Model;

/// <summary>The device's side of a split virtqueue, written from virtio 1.2 section 2.7 without a line of the driver.</summary>
internal sealed class ModelQueue(ModelMemoryPool memory)
{
    private const int FlagNext = 1, FlagWrite = 2, FlagIndirect = 4;

    private ushort _availableSeen;
    private ushort _signalled;
    private bool _refuses;
    private bool _wantsEach;

    public uint SizeMaximum { get; set; } = 256;

    public uint Size { get; set; }

    public uint Ready { get; set; }

    public ulong Descriptors { get; set; }

    public ulong Driver { get; set; }

    public ulong Device { get; set; }

    public ushort UsedIndex { get; set; }

    /// <summary>VIRTIO_F_EVENT_IDX was negotiated.</summary>
    public bool UsesEvents { get; set; }

    /// <summary>VIRTIO_F_INDIRECT_DESC was negotiated.</summary>
    public bool AllowsIndirect { get; set; }

    public int Available => (ushort)(ReadUInt16(Driver + 2) - _availableSeen);

    public void Reset()
    {
        Size = Ready = 0;
        Descriptors = Driver = Device = 0;
        UsedIndex = _availableSeen = _signalled = 0;
        _refuses = _wantsEach = false;
    }

    /// <summary>Whether what was pushed since the last call calls for an interrupt (sections 2.7.7 and 2.7.10).</summary>
    public bool TakeInterruptWish()
    {
        ushort before = _signalled;
        _signalled = UsedIndex;
        if (!UsesEvents)
            return (ReadUInt16(Driver) & 1) == 0;
        ushort wanted = ReadUInt16(Driver + 4 + (Size * 2));
        return (ushort)(UsedIndex - wanted - 1) < (ushort)(UsedIndex - before);
    }

    /// <summary>Takes the next chain; the buffers in order, each with whether the device writes it.</summary>
    public bool TryPop(out ushort head, out List<(ulong Address, int Length, bool DeviceWrites)> chain)
    {
        head = 0;
        chain = [];
        if (Available == 0)
            return false;
        head = ReadUInt16(Driver + 4 + (_availableSeen % Size * 2));
        _availableSeen++;
        (ulong address, int length, int flags, _) = ReadDescriptor(Descriptors, head, Size);
        if ((flags & FlagIndirect) != 0)
        {
            if (!AllowsIndirect || (flags & (FlagNext | FlagWrite)) != 0 || length == 0 || length % 16 != 0)
                throw new InvalidOperationException("The driver made an indirect descriptor that may not be.");
            Walk(address, 0, (uint)length / 16, chain);
        }
        else
        {
            Walk(Descriptors, head, Size, chain);
        }

        WriteWish();
        return true;
    }

    public void Push(uint id, uint length)
    {
        Span<byte> element = memory.Resolve(Device + 4 + (UsedIndex % Size * 8), 8);
        BinaryPrimitives.WriteUInt32LittleEndian(element, id);
        BinaryPrimitives.WriteUInt32LittleEndian(element[4..], length);
        UsedIndex++;
        BinaryPrimitives.WriteUInt16LittleEndian(memory.Resolve(Device + 2, 2), UsedIndex);
    }

    /// <summary>Writes a used index that no push made.</summary>
    public void ForgeUsedIndex(ushort index) => BinaryPrimitives.WriteUInt16LittleEndian(memory.Resolve(Device + 2, 2), index);

    /// <summary>True: says that no notification is wanted. False: that one is wanted for each chain, however many there are still.</summary>
    public void RefuseNotifications(bool refuse)
    {
        _refuses = refuse;
        _wantsEach = !refuse;
        WriteWish();
    }

    /// <summary>Writes the available index at which a notification is wanted.</summary>
    public void ForgeAvailableEvent(ushort index) => BinaryPrimitives.WriteUInt16LittleEndian(memory.Resolve(Device + 4 + (Size * 8), 2), index);

    private void WriteWish()
    {
        if (!UsesEvents)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(memory.Resolve(Device, 2), _refuses ? (ushort)1 : (ushort)0);
            return;
        }

        // The flag must not be listened to any more (section 2.7.10.1): it says the opposite.
        BinaryPrimitives.WriteUInt16LittleEndian(memory.Resolve(Device, 2), _refuses ? (ushort)0 : (ushort)1);
        ushort next = _wantsEach ? ReadUInt16(Driver + 2) : _availableSeen;
        ForgeAvailableEvent(_refuses ? (ushort)(next + 0x8000) : next);
    }

    private void Walk(ulong table, ushort first, uint entries, List<(ulong Address, int Length, bool DeviceWrites)> chain)
    {
        ushort current = first;
        while (true)
        {
            (ulong address, int length, int flags, ushort next) = ReadDescriptor(table, current, entries);
            if (chain.Count == Size)
                throw new InvalidOperationException("The driver made a chain that is longer than the queue or never ends.");
            if ((flags & FlagIndirect) != 0 || length == 0)
                throw new InvalidOperationException("The driver made a table within a chain, or a descriptor of no bytes.");
            chain.Add((address, length, (flags & FlagWrite) != 0));
            if ((flags & FlagNext) == 0)
                return;
            current = next;
        }
    }

    private (ulong Address, int Length, int Flags, ushort Next) ReadDescriptor(ulong table, ushort index, uint entries)
    {
        if (index >= entries)
            throw new InvalidOperationException("The driver made a chain that leaves its table.");
        Span<byte> descriptor = memory.Resolve(table + (index * 16UL), 16);
        return (
            BinaryPrimitives.ReadUInt64LittleEndian(descriptor),
            (int)BinaryPrimitives.ReadUInt32LittleEndian(descriptor[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(descriptor[12..]),
            BinaryPrimitives.ReadUInt16LittleEndian(descriptor[14..]));
    }

    private ushort ReadUInt16(ulong address) => BinaryPrimitives.ReadUInt16LittleEndian(memory.Resolve(address, 2));
}
