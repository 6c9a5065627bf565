using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using DSoftBus.KernelShim.Firmware;

namespace DSoftBus.Tests.Image.Firmware;

/// <summary>Two mebibytes of a machine's memory with ACPI tables in it, for the shim's own reader.</summary>
internal sealed class FirmwareImage : IDisposable
{
    public const int Size = 2 << 20;
    public const int RootPointerAddress = 0xf_0040;
    public const int TablesStart = 0x10_0000;

    private readonly GCHandle _pin;
    private int _next = TablesStart;

    public FirmwareImage() => _pin = GCHandle.Alloc(Memory, GCHandleType.Pinned);

    public byte[] Memory { get; } = new byte[Size];

    public void Dispose() => _pin.Free();

    /// <summary>Reads the tables as the shim does.</summary>
    /// <param name="rootPointer">What the loader says; 0 when it says nothing.</param>
    /// <param name="machine">What was found.</param>
    public AcpiStatus Read(ulong rootPointer, out MachineDescription machine)
    {
        var memory = default(FirmwareMemory);
        memory.Initialize((ulong)_pin.AddrOfPinnedObject());
        memory.Allow(0xe_0000, 0x10_0000);
        memory.Allow(0, 0xa_0000);
        memory.Allow(TablesStart, Size);
        machine = default;
        return AcpiTables.Read(ref memory, rootPointer, ref machine);
    }

    /// <summary>Writes a table with its header and checksum; returns its address.</summary>
    public int AddTable(string signature, byte[] body)
    {
        int address = _next;
        Span<byte> table = Memory.AsSpan(address, 36 + body.Length);
        Encoding.ASCII.GetBytes(signature, table);
        BinaryPrimitives.WriteInt32LittleEndian(table[4..], table.Length);
        table[8] = 2;
        "SHIMSHTESTTEST"u8.CopyTo(table[10..]);
        body.CopyTo(table[36..]);
        Repair(address);
        _next += (table.Length + 15) & ~15;
        return address;
    }

    /// <summary>Makes the checksum of the table at an address right again, if its length allows.</summary>
    public void Repair(int address)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(Memory.AsSpan(address + 4));
        if (length < 36 || length > Size - address)
            return;
        Memory[address + 9] = 0;
        Memory[address + 9] = Complement(Memory.AsSpan(address, length));
    }

    /// <summary>Writes the root pointer; an XSDT of 0 makes one of ACPI 1.0.</summary>
    public void PlaceRootPointer(int at, int shortTable, long longTable)
    {
        Span<byte> pointer = Memory.AsSpan(at, 36);
        "RSD PTR "u8.CopyTo(pointer);
        pointer[15] = (byte)(longTable == 0 ? 0 : 2);
        BinaryPrimitives.WriteInt32LittleEndian(pointer[16..], shortTable);
        pointer[8] = Complement(pointer[..20]);
        if (longTable == 0)
            return;
        BinaryPrimitives.WriteInt32LittleEndian(pointer[20..], 36);
        BinaryPrimitives.WriteInt64LittleEndian(pointer[24..], longTable);
        pointer[32] = Complement(pointer);
    }

    public int AddShortRoot(params int[] tables) => AddTable("RSDT", [.. tables.SelectMany(BitConverter.GetBytes)]);

    public int AddLongRoot(params int[] tables) => AddTable("XSDT", [.. tables.SelectMany(table => BitConverter.GetBytes((long)table))]);

    private static byte Complement(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (byte value in bytes)
            sum += value;
        return (byte)-sum;
    }
}
