using System.Buffers.Binary;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>The file of symbols beside an image is the same program: what is loaded differs in no byte.</summary>
public sealed class SymbolsTests
{
    private const int HeaderSize = 56;
    private const uint Load = 1;

    [Theory]
    [InlineData("image", "softbus")]
    [InlineData("samples", "hello")]
    public void TheImageLoadsWhatItsSymbolsDescribe(string folder, string name)
    {
        byte[] image = Read(folder, name + ".elf");
        byte[] symbols = Read(folder, name + ".symbols");
        Assert.True(image.Length < symbols.Length);
        var shipped = Segments(image);
        var described = Segments(symbols);
        Assert.True(shipped.Count >= 3);
        Assert.Equal(described.Select(segment => segment.Header), shipped.Select(segment => segment.Header));
        for (int i = 0; i < shipped.Count; i++)
            Assert.True(shipped[i].Bytes.AsSpan().SequenceEqual(described[i].Bytes), $"segment {i} differs");
        Assert.Equal(BinaryPrimitives.ReadUInt64LittleEndian(symbols.AsSpan(24)), BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(24))); // e_entry
    }

    /// <summary>Flags, addresses, sizes and alignment of each segment that is loaded, with its bytes; where it lies in the file does not matter.</summary>
    private static List<((uint Flags, ulong Virtual, ulong Physical, ulong File, ulong Memory, ulong Alignment) Header, byte[] Bytes)> Segments(byte[] file)
    {
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(32));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(56));
        var segments = new List<((uint, ulong, ulong, ulong, ulong, ulong), byte[])>();
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = file.AsSpan(table + (i * HeaderSize), HeaderSize);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Load)
                continue;
            ulong[] words = [.. Enumerable.Range(1, 6).Select(word => BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(table + (i * HeaderSize) + (word * 8))))];
            byte[] bytes = file.AsSpan((int)words[0], (int)words[3]).ToArray();
            // The first segment holds the ELF header, which says where the section table is: that is not the program.
            if (words[0] == 0)
                bytes.AsSpan(40, 8).Clear();
            if (words[0] == 0)
                bytes.AsSpan(58, 6).Clear();
            segments.Add(((BinaryPrimitives.ReadUInt32LittleEndian(header[4..]), words[1], words[2], words[3], words[4], words[5]), bytes));
        }

        return segments;
    }

    private static byte[] Read(string folder, string name)
    {
        string path = RepositoryRoot.File("artifacts", folder, name);
        return File.Exists(path) ? File.ReadAllBytes(path) : throw new FileNotFoundException($"{path} is missing; build it with ./build.sh");
    }
}
