using System.Buffers.Binary;
using System.Text;

namespace DSoftBus.KernelShim.Stubs.Elf;

/// <summary>Reads the parts of an ELF64 file that the build's checks need: sections, segments, symbols.</summary>
/// <exception cref="InvalidDataException">Not an ELF64 little-endian x86-64 file, or a table lies outside it.</exception>
internal sealed class ElfFile
{
    private const uint SymbolTableType = 2;
    private const int SectionHeaderSize = 64;
    private const int SegmentHeaderSize = 56;
    private const int SymbolSize = 24;

    private readonly byte[] _file;

    public ElfFile(byte[] file)
    {
        _file = file;
        if (file.Length < 64 || !file.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8) || Half(18) != 62)
            throw new InvalidDataException("Not an ELF64 file for x86-64.");
        Entry = Word(24);
        Sections = ReadSections();
        Segments = ReadSegments();
    }

    public ulong Entry { get; }

    public IReadOnlyList<Section> Sections { get; }

    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>Named symbols; undefined ones have section 0.</summary>
    public IEnumerable<Symbol> Symbols
    {
        get
        {
            foreach (var table in Sections.Where(s => s.Type == SymbolTableType))
            {
                for (int offset = (int)table.Offset; offset < (int)(table.Offset + table.Size); offset += SymbolSize)
                {
                    string name = Text((int)Sections[(int)table.Link].Offset + (int)Single(offset));
                    if (name.Length > 0)
                        yield return new Symbol(name, Word(offset + 8), Half(offset + 6), (byte)(Byte(offset + 4) >> 4));
                }
            }
        }
    }

    private List<Section> ReadSections()
    {
        int table = (int)Word(40);
        int names = table + Half(62) * SectionHeaderSize;
        var sections = new List<Section>();
        for (int i = 0; i < Half(60); i++)
        {
            int at = table + i * SectionHeaderSize;
            string name = Text((int)Word(names + 24) + (int)Single(at));
            sections.Add(new Section(name, Single(at + 4), Word(at + 8), Word(at + 16), Word(at + 24), Word(at + 32), Single(at + 40)));
        }

        return sections;
    }

    private List<Segment> ReadSegments()
    {
        var segments = new List<Segment>();
        for (int i = 0; i < Half(56); i++)
        {
            int at = (int)Word(32) + i * SegmentHeaderSize;
            segments.Add(new Segment(Single(at), Single(at + 4), Word(at + 16), Word(at + 32), Word(at + 40)));
        }

        return segments;
    }

    private byte Byte(int offset) => Slice(offset, 1)[0];

    private ushort Half(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2));

    private uint Single(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, 4));

    private ulong Word(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Slice(offset, 8));

    private string Text(int offset)
    {
        var rest = Slice(offset, 1).Length == 1 ? _file.AsSpan(offset) : default;
        int length = rest.IndexOf((byte)0);
        return length < 0 ? throw new InvalidDataException("A name has no end.") : Encoding.ASCII.GetString(rest[..length]);
    }

    private ReadOnlySpan<byte> Slice(int offset, int length) =>
        offset >= 0 && offset <= _file.Length - length ? _file.AsSpan(offset, length) : throw new InvalidDataException("A table lies outside the file.");

    /// <summary>A section header.</summary>
    internal readonly record struct Section(string Name, uint Type, ulong Flags, ulong Address, ulong Offset, ulong Size, uint Link);

    /// <summary>A program header; flags are 1 execute, 2 write, 4 read.</summary>
    internal readonly record struct Segment(uint Type, uint Flags, ulong Address, ulong FileSize, ulong MemorySize);

    /// <summary>A symbol; binding 0 is local, 1 global.</summary>
    internal readonly record struct Symbol(string Name, ulong Value, ushort Section, byte Binding);
}
