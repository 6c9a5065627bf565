using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DSoftBus.Qemu.Sizes;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Sizes;

/// <summary>What the build says about the image fits the image itself.</summary>
public sealed class ImageSizeTests
{
    private static readonly byte[] Image = File.ReadAllBytes(RepositoryRoot.File("artifacts", "image", "softbus.elf"));

    [Fact]
    public void TheCountedBytesAreTheLoadedBytes()
    {
        Assert.Equal(LinkMapProblem.None, LinkMap.Parse(File.ReadAllText(RepositoryRoot.File("artifacts", "image", "link.map")), out LinkMap? map, out _));
        SizeTable table = SizeTable.From(map!);
        (ulong file, ulong memory) = LoadedBytes(Image);
        Assert.InRange(table.MemoryBytes / (double)memory, 0.99, 1.01);
        Assert.InRange(table.FileBytes / (double)file, 0.99, 1.01);
        // Every room and package is in the image; what nobody owns is data, less than a third of all.
        Assert.All(table.Rows, row => Assert.True(row.FileBytes > 0, $"{row.Owner} takes nothing"));
        Assert.True(table.Rows.Single(row => row.Owner == SizeOwner.Unattributed).MemoryBytes < memory / 3);
    }

    [Fact]
    public void TheFilesBesideTheImageSpeakOfThisImage()
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(Image));
        JsonNode sizes = JsonNode.Parse(File.ReadAllText(RepositoryRoot.File("artifacts", "image", "sizes.json")))!;
        Assert.Equal(sha256, (string?)sizes["sha256"]);
        string text = File.ReadAllText(RepositoryRoot.File("artifacts", "image", "softbus.cdx.json"));
        JsonNode bill = JsonNode.Parse(text)!;
        Assert.Equal(sha256, (string?)bill["metadata"]!["component"]!["hashes"]![0]!["content"]);
        string?[] names = [.. bill["components"]!.AsArray().Select(component => (string?)component!["name"])];
        Assert.Contains("BouncyCastle.Cryptography", names);
        Assert.Contains("libc.a", names);
        Assert.Contains("libRuntime.WorkstationGC.a", names);
        Assert.DoesNotContain(RepositoryRoot.Directory, text);
    }

    // Sums of p_filesz and p_memsz of the PT_LOAD entries of a 64-bit little-endian ELF file.
    private static (ulong File, ulong Memory) LoadedBytes(ReadOnlySpan<byte> elf)
    {
        const uint Load = 1;
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(elf[32..]);
        int entry = BinaryPrimitives.ReadUInt16LittleEndian(elf[54..]), count = BinaryPrimitives.ReadUInt16LittleEndian(elf[56..]);
        ulong file = 0, memory = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = elf[(table + (i * entry))..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Load)
                continue;
            file += BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
            memory += BinaryPrimitives.ReadUInt64LittleEndian(header[40..]);
        }

        return (file, memory);
    }
}
