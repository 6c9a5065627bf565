using System.Buffers.Binary;
using System.Text;

namespace DSoftBus.Tests.Qemu.Crash;

/// <summary>A small ELF file: code of 16 bytes at 0x401000 (a call, then a ret), two symbols, an optional line table.</summary>
internal static class CraftedElf
{
    public const ulong CodeAddress = 0x401000;

    /// <summary>call to the next instruction; nop; syscall; ret; padding.</summary>
    private static readonly byte[] Code = [0xe8, 0, 0, 0, 0, 0x90, 0x0f, 0x05, 0xc3, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc];

    public static byte[] Build(byte[]? lines = null, byte[]? frames = null, ulong framesAddress = 0)
    {
        byte[] names = Encoding.ASCII.GetBytes("\0.text\0.symtab\0.strtab\0.debug_line\0.eh_frame\0A_A_B__First\0second\0");
        var symbols = new byte[3 * 24];
        Symbol(symbols.AsSpan(24), NameOffset(names, "A_A_B__First"), CodeAddress, 8);
        Symbol(symbols.AsSpan(48), NameOffset(names, "second"), CodeAddress + 8, 0);
        byte[][] contents = [[], Code, symbols, names, lines ?? [], frames ?? []];
        string[] sections = ["", ".text", ".symtab", ".strtab", ".debug_line", ".eh_frame"];
        var body = new List<byte>(new byte[64]);
        var table = new byte[sections.Length * 64];
        for (int i = 1; i < sections.Length; i++)
        {
            Span<byte> header = table.AsSpan(i * 64, 64);
            BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)NameOffset(names, sections[i]));
            header[4] = (byte)(i == 2 ? 2 : i == 3 ? 3 : 1);
            header[8] = (byte)(i == 1 ? 6 : 0);
            BinaryPrimitives.WriteUInt64LittleEndian(header[16..], i == 1 ? CodeAddress : i == 5 ? framesAddress : 0);
            BinaryPrimitives.WriteUInt64LittleEndian(header[24..], (ulong)body.Count);
            BinaryPrimitives.WriteUInt64LittleEndian(header[32..], (ulong)contents[i].Length);
            header[40] = (byte)(i == 2 ? 3 : 0);
            header[56] = (byte)(i == 2 ? 24 : 0);
            body.AddRange(contents[i]);
        }

        int tableOffset = body.Count;
        body.AddRange(table);
        byte[] file = [.. body];
        "\u007fELF"u8.CopyTo(file);
        file[4] = 2;
        file[5] = 1;
        file[18] = 62;
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(40), (ulong)tableOffset);
        file[58] = 64;
        file[60] = (byte)sections.Length;
        file[62] = 3;
        return file;
    }

    private static int NameOffset(byte[] names, string name) => names.AsSpan().IndexOf(Encoding.ASCII.GetBytes("\0" + name + "\0")) + 1;

    private static void Symbol(Span<byte> entry, int name, ulong address, ulong size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)name);
        entry[4] = 2;
        entry[6] = 1;
        BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], address);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[16..], size);
    }
}
