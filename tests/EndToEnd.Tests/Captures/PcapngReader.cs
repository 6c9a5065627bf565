using System.Buffers.Binary;

namespace DSoftBus.Tests.EndToEnd.Captures;

/// <summary>
/// Reads the enhanced packet blocks of a little-endian pcapng file (draft-ietf-opsawg-pcapng section 4). Written for the
/// tests, apart from the writer under test, so that the two check each other.
/// </summary>
public static class PcapngReader
{
    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const uint EnhancedPacket = 6;

    public static List<CapturedFrame> Read(string file) => Read(File.ReadAllBytes(file));

    public static List<CapturedFrame> Read(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<CapturedFrame>();
        while (bytes.Length >= 12)
        {
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
            if (length < 12 || length > bytes.Length || length % 4 != 0)
                throw new InvalidDataException($"pcapng block of type {type:x} says it is {length} bytes long; {bytes.Length} are left");
            if (BinaryPrimitives.ReadInt32LittleEndian(bytes[(length - 4)..]) != length)
                throw new InvalidDataException($"pcapng block of type {type:x}: its two lengths differ");
            if (type == SectionHeader && BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) != ByteOrderMagic)
                throw new InvalidDataException("pcapng section is not little-endian");
            if (type == EnhancedPacket)
            {
                int captured = BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]);
                frames.Add(new CapturedFrame(BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), bytes.Slice(28, captured).ToArray()));
            }

            bytes = bytes[length..];
        }

        return frames;
    }
}
