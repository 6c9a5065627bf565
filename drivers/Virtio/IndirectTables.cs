using DSoftBus.Runtime.Memory;

namespace DSoftBus.Drivers.Virtio;

/// <summary>A fixed number of indirect descriptor tables in device memory (virtio 1.2 section 2.7.5.3), rented one per chain. For buffers that the device reads.</summary>
public sealed class IndirectTables
{
    private readonly PinnedMemory _memory;
    private readonly int _offset;
    private readonly int _entries;
    private readonly int[] _free;

    /// <param name="memory">Holds the tables.</param>
    /// <param name="offset">First byte of them, a multiple of 16.</param>
    /// <param name="tables">How many.</param>
    /// <param name="entries">Descriptors of each.</param>
    public IndirectTables(PinnedMemory memory, int offset, int tables, int entries)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(offset % QueueLayout.DescriptorLength, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + LengthOf(tables, entries), memory.Length, nameof(tables));
        _memory = memory;
        _offset = offset;
        _entries = entries;
        _free = new int[tables];
        for (int i = 0; i < tables; i++)
            _free[i] = tables - 1 - i;
        Available = tables;
    }

    /// <summary>Tables that can be rented now.</summary>
    public int Available { get; private set; }

    /// <summary>Bytes of so many tables.</summary>
    public static int LengthOf(int tables, int entries) => tables * entries * QueueLayout.DescriptorLength;

    /// <summary>Writes <paramref name="parts"/> as a chain into a free table.</summary>
    /// <param name="parts">At most the entries of a table.</param>
    /// <param name="table">Number of the table, to be returned when the device has given its chain back; -1 for none.</param>
    /// <param name="place">What the descriptor that stands for the table must say.</param>
    /// <returns>False when every table is rented or the chain is longer than a table.</returns>
    public bool TryWrite(ReadOnlySpan<QueuePart> parts, out int table, out QueuePart place)
    {
        table = -1;
        place = default;
        if (Available == 0 || parts.Length > _entries)
            return false;
        table = _free[--Available];
        int start = _offset + LengthOf(table, _entries);
        Span<byte> bytes = _memory.Bytes.Span.Slice(start, parts.Length * QueueLayout.DescriptorLength);
        for (int i = 0; i < parts.Length; i++)
        {
            bool isLast = i == parts.Length - 1;
            Virtqueue.Write(
                bytes.Slice(i * QueueLayout.DescriptorLength, QueueLayout.DescriptorLength), parts[i], isLast ? (ushort)0 : Virtqueue.NextFlag, isLast ? (ushort)0 : (ushort)(i + 1));
        }

        place = new QueuePart(_memory.PhysicalAddress + (ulong)start, bytes.Length);
        return true;
    }

    public void Return(int table) => _free[Available++] = table;
}
