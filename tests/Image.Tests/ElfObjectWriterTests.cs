using System.Buffers.Binary;
using DSoftBus.KernelShim.Stubs.Elf;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>What the writer writes, read back.</summary>
public sealed class ElfObjectWriterTests
{
    private const ulong Writable = 1;
    private const ulong Allocated = 2;
    private const ulong Executable = 4;

    [Fact]
    public void KeepsSectionsTheirFlagsAndContents()
    {
        var file = new ElfFile(ElfObjectWriter.Write(Sample()));
        var sections = file.Sections.ToDictionary(s => s.Name);
        Assert.Equal(Allocated | Executable, sections[".code"].Flags);
        Assert.Equal(Allocated, sections[".constants"].Flags);
        Assert.Equal(Allocated | Writable, sections[".state"].Flags);
        Assert.Equal((8u, Allocated | Writable, 8192ul), (sections[".zero"].Type, sections[".zero"].Flags, sections[".zero"].Size));
        Assert.Equal(7u, sections[".note"].Type);
        Assert.Equal(0ul, sections[".note.GNU-stack"].Flags);
    }

    [Fact]
    public void AlignsContentsInTheFile()
    {
        byte[] bytes = ElfObjectWriter.Write(Sample());
        var code = new ElfFile(bytes).Sections.Single(s => s.Name == ".code");
        Assert.Equal(0ul, code.Offset % 16);
        Assert.Equal([0x90, 0xc3], bytes.AsSpan((int)code.Offset, 2).ToArray());
    }

    [Fact]
    public void DefinesSymbolsAndLeavesOthersUndefined()
    {
        var symbols = new ElfFile(ElfObjectWriter.Write(Sample())).Symbols.ToDictionary(s => s.Name);
        Assert.Equal((1ul, (ushort)1, (byte)1), (symbols["second"].Value, symbols["second"].Section, symbols["second"].Binding));
        Assert.Equal((4096ul, (ushort)4), (symbols["room"].Value, symbols["room"].Section));
        Assert.Equal((ushort)0, symbols["elsewhere"].Section);
    }

    [Fact]
    public void WritesRelocationsWithTheirAddends()
    {
        byte[] bytes = ElfObjectWriter.Write(Sample());
        var file = new ElfFile(bytes);
        var relocations = file.Sections.Single(s => s.Name == ".rela.constants");
        var entry = bytes.AsSpan((int)relocations.Offset, (int)relocations.Size);
        Assert.Equal(24, entry.Length);
        Assert.Equal(0ul, BinaryPrimitives.ReadUInt64LittleEndian(entry));
        Assert.Equal((uint)ElfRelocationType.Absolute64, BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]));
        int symbol = BinaryPrimitives.ReadInt32LittleEndian(entry[12..]);
        Assert.Equal("elsewhere", file.Symbols.ElementAt(symbol - 1).Name);
        Assert.Equal(0L, BinaryPrimitives.ReadInt64LittleEndian(entry[16..]));
    }

    [Fact]
    public void RefusesASymbolThatIsDefinedTwice()
    {
        var section = new ElfSection(".zero", ElfSectionKind.Zeroed, 8);
        section.Reserve("same", 8, 8);
        section.Reserve("same", 8, 8);
        Assert.Throws<InvalidOperationException>(() => ElfObjectWriter.Write([section]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(200)]
    public void RefusesATruncatedFile(int length)
    {
        byte[] bytes = ElfObjectWriter.Write(Sample());
        Assert.Throws<InvalidDataException>(() => new ElfFile(bytes[..length]));
    }

    private static ElfSection[] Sample()
    {
        var code = new ElfSection(".code", ElfSectionKind.Code, 16);
        code.Bytes.AddRange([0x90, 0xc3]);
        code.Symbols.Add(new ElfSymbol("first", 0, IsFunction: true));
        code.Symbols.Add(new ElfSymbol("second", 1, IsFunction: true));
        var constants = new ElfSection(".constants", ElfSectionKind.ReadOnlyData, 8);
        constants.AppendAddresses("table", ["elsewhere"]);
        var state = new ElfSection(".state", ElfSectionKind.Data, 64);
        state.Append("word", [1, 2, 3, 4], 4);
        var zero = new ElfSection(".zero", ElfSectionKind.Zeroed, 4096);
        zero.Reserve("start", 16, 16);
        zero.Reserve("room", 4096, 4096);
        var note = new ElfSection(".note", ElfSectionKind.Note, 4);
        note.Bytes.AddRange(new byte[16]);
        return [code, constants, state, zero, note];
    }
}
