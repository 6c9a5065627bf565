using System.Buffers.Binary;

namespace DSoftBus.Tests.Qemu.Crash;

/// <summary>Small .eh_frame sections for the code of <see cref="CraftedElf"/>.</summary>
internal static class CraftedFrames
{
    public const ulong Address = 0x300000;

    /// <summary>CFA = rsp + 8, the return address at CFA - 8: the state at the first instruction of a function.</summary>
    public static readonly byte[] Entry = [0x0c, 7, 8, 0x80 | 16, 1];

    /// <summary>A common entry "zR" with self-relative 32-bit pointers and one piece of code with the given instructions.</summary>
    public static byte[] Build(ulong start, ulong length, byte[] instructions, byte[]? initial = null, string augmentation = "zR", byte version = 1)
    {
        byte[] letters = [.. System.Text.Encoding.ASCII.GetBytes(augmentation), 0];
        byte[] common = Chunk([0, 0, 0, 0, version, .. letters, 1, 0x78, 16, 1, 0x1b, .. initial ?? Entry]);
        var code = new byte[13];
        BinaryPrimitives.WriteInt32LittleEndian(code, common.Length + 4);
        BinaryPrimitives.WriteInt32LittleEndian(code.AsSpan(4), (int)((long)start - (long)(Address + (ulong)common.Length + 8)));
        BinaryPrimitives.WriteInt32LittleEndian(code.AsSpan(8), (int)length);
        return [.. common, .. Chunk([.. code, .. instructions]), 0, 0, 0, 0];
    }

    private static byte[] Chunk(byte[] content)
    {
        byte[] padded = [.. content, .. new byte[-content.Length & 3]];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, padded.Length);
        return [.. length, .. padded];
    }
}
