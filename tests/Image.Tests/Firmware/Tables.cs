using System.Buffers.Binary;
using System.Text;

namespace DSoftBus.Tests.Image.Firmware;

/// <summary>Bodies of ACPI tables and pieces of AML, as firmware writes them (ACPI 6.5 chapters 5, 6 and 20).</summary>
internal static class Tables
{
    /// <summary>Where QEMU's microvm has its sleep control register.</summary>
    public const long SleepRegister = 0xfea0_0200;

    /// <summary>A MADT's body: addresses, then entries.</summary>
    public static byte[] Processors(params byte[][] entries) => [.. new byte[8], .. entries.SelectMany(entry => entry)];

    public static byte[] Processor(byte id, bool enabled = true) => [0, 8, id, id, (byte)(enabled ? 1 : 0), 0, 0, 0];

    public static byte[] Controller(uint address, uint firstLine) => [1, 12, 0, 0, .. BitConverter.GetBytes(address), .. BitConverter.GetBytes(firstLine)];

    public static byte[] Override(byte source, uint line, ushort flags) => [2, 10, 0, source, .. BitConverter.GetBytes(line), .. BitConverter.GetBytes(flags)];

    /// <summary>A FADT's body of a machine with reduced hardware.</summary>
    public static byte[] ReducedFixed(int definitions, long sleepRegister = SleepRegister)
    {
        byte[] table = Fixed(definitions, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(112 - 36), 1 << 20);
        table[244 - 36] = 0;
        BinaryPrimitives.WriteInt64LittleEndian(table.AsSpan(248 - 36), sleepRegister);
        return table;
    }

    /// <summary>A FADT's body of a PC with a PM1a control port.</summary>
    public static byte[] Fixed(int definitions, ushort port)
    {
        byte[] table = new byte[276 - 36];
        BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(40 - 36), definitions);
        BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(64 - 36), port);
        return table;
    }

    /// <summary>Name (_S5_, Package () { type, 0, 0, 0 }).</summary>
    public static byte[] SoftOff(byte type) => [0x08, .. "_S5_"u8, 0x12, .. Length(6), 4, 0x0a, type, 0, 0, 0];

    /// <summary>Device (name) { Name (_HID, id) Name (_CRS, ...) further }.</summary>
    public static byte[] Device(string name, string id, byte[] resources, params byte[] further)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), 0x08, .. "_HID"u8, 0x0d, .. Encoding.ASCII.GetBytes(id), 0, 0x08, .. "_CRS"u8, .. Buffer(resources), .. further];
        return [0x5b, 0x82, .. Length(body.Length), .. body];
    }

    public static byte[] VirtioDevice(string name, uint address, uint line, bool activeLow = false) =>
        Device(name, "LNRO0005", [.. Window(address, 512), .. Interrupt(line, activeLow), 0x79, 0]);

    public static byte[] Window(uint address, uint length) => [0x86, 9, 0, 1, .. BitConverter.GetBytes(address), .. BitConverter.GetBytes(length)];

    public static byte[] Interrupt(uint line, bool activeLow = false) => [0x89, 6, 0, (byte)(activeLow ? 5 : 1), 1, .. BitConverter.GetBytes(line)];

    public static byte[] Buffer(byte[] bytes) => [0x11, .. Length(bytes.Length + 2), 0x0a, (byte)bytes.Length, .. bytes];

    /// <summary>PkgLength of a package whose contents have so many bytes.</summary>
    public static byte[] Length(int contents)
    {
        if (contents + 1 < 0x40)
            return [(byte)(contents + 1)];
        int length = contents + 2;
        return [(byte)(0x40 | (length & 15)), (byte)(length >> 4)];
    }
}
