using System.Buffers.Binary;
using System.Text;

namespace DSoftBus.Qemu.Capture;

/// <summary>Reads pcapng files as <see cref="CaptureFile"/> writes them: little-endian, nanosecond stamps; unknown blocks are skipped.</summary>
public static class PcapngReader
{
    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;
    private const ushort OptionInterfaceName = 2;

    /// <summary>The whole frames of a file that may still be growing; none when there is no file.</summary>
    public static List<CapturedFrame> ReadFile(string path)
    {
        if (!File.Exists(path))
            return [];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        Read(bytes, out List<CapturedFrame> frames);
        return frames;
    }

    /// <summary>Total: any bytes give the frames up to the first damage.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="frames">Frames in file order.</param>
    /// <returns>Null when the file was whole, otherwise what is wrong and where.</returns>
    public static string? Read(ReadOnlyMemory<byte> file, out List<CapturedFrame> frames)
    {
        frames = [];
        var interfaces = new List<string>();
        int offset = 0;
        while (offset < file.Length)
        {
            ReadOnlySpan<byte> rest = file.Span[offset..];
            if (rest.Length < 12)
                return $"cut off at byte {offset}";
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (offset == 0 && (type != SectionHeader || BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]) != ByteOrderMagic))
                return "not a little-endian pcapng file";
            if (length < 12 || length % 4 != 0 || length > rest.Length)
                return $"bad block length {length} at byte {offset}";
            ReadOnlySpan<byte> body = rest[8..((int)length - 4)];
            if (type == InterfaceDescription)
                interfaces.Add(InterfaceName(body, interfaces.Count));
            else if (type == EnhancedPacket && !TryPacket(body, file.Slice(offset + 8, body.Length), interfaces, frames))
                return $"bad packet block at byte {offset}";
            offset += (int)length;
        }

        return null;
    }

    private static bool TryPacket(ReadOnlySpan<byte> body, ReadOnlyMemory<byte> memory, List<string> interfaces, List<CapturedFrame> frames)
    {
        if (body.Length < 20)
            return false;
        uint id = BinaryPrimitives.ReadUInt32LittleEndian(body);
        ulong stamp = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(body[4..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(body[8..]);
        uint captured = BinaryPrimitives.ReadUInt32LittleEndian(body[12..]);
        if (id >= interfaces.Count || captured > body.Length - 20 || stamp / 100 > (ulong)(DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks)
            return false;
        DateTimeOffset time = DateTimeOffset.UnixEpoch.AddTicks((long)(stamp / 100));
        frames.Add(new CapturedFrame(frames.Count + 1, interfaces[(int)id], time, memory.Slice(20, (int)captured)));
        return true;
    }

    private static string InterfaceName(ReadOnlySpan<byte> body, int number)
    {
        int offset = 8;
        while (offset + 4 <= body.Length)
        {
            ushort code = BinaryPrimitives.ReadUInt16LittleEndian(body[offset..]);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(body[(offset + 2)..]);
            if (code == 0 || offset + 4 + length > body.Length)
                break;
            if (code == OptionInterfaceName)
                return Encoding.UTF8.GetString(body.Slice(offset + 4, length));
            offset += 4 + ((length + 3) & ~3);
        }

        return $"interface {number}";
    }
}
