using System.Buffers.Binary;

namespace DSoftBus.Tests.Qemu.Crash;

/// <summary>Small line tables of both versions: line 10 at 0x401000, line 12 at 0x401005, end at 0x401009, file <c>/src/d/f.cs</c>.</summary>
internal static class CraftedLines
{
    private static readonly byte[] Program =
    [
        0, 9, 2, 0x00, 0x10, 0x40, 0, 0, 0, 0, 0, // set_address 0x401000
        3, 9, 1, // advance_line +9, copy
        0x5a, // special: address + 5, line + 2
        2, 4, 0, 1, 1, // advance_pc 4, end_sequence
    ];

    public static byte[] Version4() => Unit(4, [.. "/src/d\0\0"u8, .. "f.cs\0"u8, 1, 0, 0, 0]);

    public static byte[] Version5() => Unit(5, [1, 1, 8, 1, .. "/src/d\0"u8, 2, 1, 8, 2, 0x0b, 2, .. "g.cs\0"u8, 0, .. "f.cs\0"u8, 0]);

    public static byte[] Unit(byte version, byte[] names)
    {
        byte[] header = [1, 1, 1, 0xfb, 14, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, .. names];
        var headerLength = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(headerLength, header.Length);
        byte[] prefix = version == 5 ? [5, 0, 8, 0] : [version, 0];
        byte[] unit = [.. prefix, .. headerLength, .. header, .. Program];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, unit.Length);
        return [.. length, .. unit];
    }
}
