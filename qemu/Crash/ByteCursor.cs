using System.Buffers.Binary;
using System.Text;

namespace DSoftBus.Qemu.Crash;

/// <summary>A little-endian reader that never leaves its bytes: after a read past the end it stays failed and gives zeros.</summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes)
{
    /// <summary>Bytes of the longest LEB128 number of 64 bits (DWARF 5 section 7.6).</summary>
    private const int LongestLeb = 10;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public bool Failed { get; private set; }

    public readonly bool AtEnd => Position >= _bytes.Length;

    public readonly int Remaining => _bytes.Length - Position;

    public byte U8() => Take(1, out ReadOnlySpan<byte> taken) ? taken[0] : (byte)0;

    public ushort U16() => Take(2, out ReadOnlySpan<byte> taken) ? BinaryPrimitives.ReadUInt16LittleEndian(taken) : (ushort)0;

    public uint U32() => Take(4, out ReadOnlySpan<byte> taken) ? BinaryPrimitives.ReadUInt32LittleEndian(taken) : 0;

    public ulong U64() => Take(8, out ReadOnlySpan<byte> taken) ? BinaryPrimitives.ReadUInt64LittleEndian(taken) : 0;

    public ulong UnsignedLeb()
    {
        ulong value = 0;
        for (int i = 0; i < LongestLeb; i++)
        {
            byte next = U8();
            value |= i == LongestLeb - 1 ? (ulong)(next & 1) << 63 : (ulong)(next & 0x7f) << (7 * i);
            if ((next & 0x80) == 0)
                return value;
        }

        Failed = true;
        return 0;
    }

    public long SignedLeb()
    {
        long value = 0;
        for (int i = 0; i < LongestLeb; i++)
        {
            byte next = U8();
            int shift = 7 * i;
            value |= (long)(next & 0x7f) << shift;
            if ((next & 0x80) != 0)
                continue;
            bool negative = (next & 0x40) != 0 && shift + 7 < 64;
            return negative ? value | (-1L << (shift + 7)) : value;
        }

        Failed = true;
        return 0;
    }

    /// <summary>Text up to a zero, which is consumed.</summary>
    public string Text()
    {
        int length = _bytes[Position..].IndexOf((byte)0);
        if (length < 0)
        {
            Failed = true;
            return "";
        }

        string text = Encoding.UTF8.GetString(_bytes.Slice(Position, length));
        Position += length + 1;
        return text;
    }

    public ReadOnlySpan<byte> Bytes(ulong count)
    {
        if (count > (ulong)Remaining)
        {
            Failed = true;
            return default;
        }

        Take((int)count, out ReadOnlySpan<byte> taken);
        return taken;
    }

    private bool Take(int count, out ReadOnlySpan<byte> taken)
    {
        if (Failed || count > Remaining)
        {
            Failed = true;
            taken = default;
            return false;
        }

        taken = _bytes.Slice(Position, count);
        Position += count;
        return true;
    }
}
