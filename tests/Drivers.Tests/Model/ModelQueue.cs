using System.Buffers.Binary;

namespace DSoftBus.Tests.Drivers.Model;

/// <summary>The device's side of a split virtqueue, written from virtio 1.2 section 2.7 without a line of the driver.</summary>
internal sealed class ModelQueue(ModelMemoryPool memory)
{
    private ushort _availableSeen;

    public uint SizeMaximum { get; set; } = 256;

    public uint Size { get; set; }

    public uint Ready { get; set; }

    public ulong Descriptors { get; set; }

    public ulong Driver { get; set; }

    public ulong Device { get; set; }

    public ushort UsedIndex { get; set; }

    public bool DriverWantsInterrupts => (ReadUInt16(Driver) & 1) == 0;

    public int Available => (ushort)(ReadUInt16(Driver + 2) - _availableSeen);

    public void Reset()
    {
        Size = Ready = 0;
        Descriptors = Driver = Device = 0;
        UsedIndex = _availableSeen = 0;
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
        ushort current = head;
        while (true)
        {
            if (current >= Size || chain.Count > Size)
                throw new InvalidOperationException("The driver made a chain that leaves the table or never ends.");
            Span<byte> descriptor = memory.Resolve(Descriptors + (current * 16UL), 16);
            ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[12..]);
            chain.Add((BinaryPrimitives.ReadUInt64LittleEndian(descriptor), (int)BinaryPrimitives.ReadUInt32LittleEndian(descriptor[8..]), (flags & 2) != 0));
            if ((flags & 1) == 0)
                return true;
            current = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[14..]);
        }
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

    public void RefuseNotifications(bool refuse) => BinaryPrimitives.WriteUInt16LittleEndian(memory.Resolve(Device, 2), refuse ? (ushort)1 : (ushort)0);

    private ushort ReadUInt16(ulong address) => BinaryPrimitives.ReadUInt16LittleEndian(memory.Resolve(address, 2));
}
