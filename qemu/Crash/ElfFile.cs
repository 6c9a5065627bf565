using System.Text;

namespace DSoftBus.Qemu.Crash;

/// <summary>Sections and code symbols of a 64-bit little-endian ELF file (System V gABI). Reading is total: a file or an <see cref="ElfError"/>.</summary>
public sealed class ElfFile
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;
    private const ushort MachineX64 = 62;
    private const uint SymbolTable = 2;
    private const uint StringTable = 3;
    private const uint NoBits = 8;
    private const ulong FlagAllocated = 2;
    private const ulong FlagExecutable = 4;
    private const byte TypeNone = 0;
    private const byte TypeFunction = 2;

    private readonly ElfSymbol[] _symbols;

    private ElfFile(IReadOnlyList<ElfSection> sections, ElfSymbol[] symbols)
    {
        Sections = sections;
        _symbols = symbols;
    }

    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>Symbols of executable sections, by address.</summary>
    public IReadOnlyList<ElfSymbol> Symbols => _symbols;

    public static ElfError TryRead(ReadOnlyMemory<byte> bytes, out ElfFile? file)
    {
        file = null;
        ElfError error = ReadSections(bytes, out List<ElfSection> sections);
        if (error != ElfError.None)
            return error;
        error = ReadSymbols(sections, out List<ElfSymbol> symbols);
        if (error == ElfError.None)
            file = new ElfFile(sections, [.. symbols.OrderBy(symbol => symbol.Address).ThenBy(symbol => symbol.Size)]);
        return error;
    }

    /// <summary>The section with this name, or null.</summary>
    public ElfSection? Section(string name) => Sections.FirstOrDefault(section => section.Name == name);

    /// <summary>The symbol that <paramref name="address"/> lies in; without a size it reaches to the next one of its section.</summary>
    public ElfSymbol? Find(ulong address)
    {
        int low = 0;
        int high = _symbols.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_symbols[middle].Address <= address)
                low = middle + 1;
            else
                high = middle;
        }

        if (low == 0)
            return null;
        ElfSymbol found = _symbols[low - 1];
        bool inside = found.Size == 0 ? !Code(address).IsEmpty && SameSection(found.Address, address) : address - found.Address < found.Size;
        return inside ? found : null;
    }

    /// <summary>The bytes of code from <paramref name="address"/> to the end of its section; empty when it is not code.</summary>
    public ReadOnlySpan<byte> Code(ulong address)
    {
        ElfSection? section = CodeSection(address);
        return section is null ? default : section.Bytes.Span[(int)(address - section.Address)..];
    }

    private bool SameSection(ulong first, ulong second) => ReferenceEquals(CodeSection(first), CodeSection(second));

    private ElfSection? CodeSection(ulong address)
    {
        foreach (ElfSection section in Sections)
        {
            if (section.IsCode && address >= section.Address && address - section.Address < (ulong)section.Bytes.Length)
                return section;
        }

        return null;
    }

    private static ElfError ReadSections(ReadOnlyMemory<byte> bytes, out List<ElfSection> sections)
    {
        sections = [];
        ReadOnlySpan<byte> all = bytes.Span;
        if (all.Length < HeaderSize || !all.StartsWith("\u007fELF"u8))
            return ElfError.NotElf;
        var header = new ByteCursor(all[16..HeaderSize]);
        header.U16();
        if (all[4] != 2 || all[5] != 1 || header.U16() != MachineX64)
            return ElfError.OtherMachine;
        header.Bytes(20);
        ulong table = header.U64();
        header.Bytes(10);
        ushort entrySize = header.U16();
        ushort count = header.U16();
        ushort names = header.U16();
        if (entrySize != SectionHeaderSize || table > (ulong)all.Length || (ulong)count * SectionHeaderSize > (ulong)all.Length - table || names >= count)
            return ElfError.BadSectionTable;
        var nameOffsets = new List<uint>();
        for (int i = 0; i < count; i++)
        {
            var entry = new ByteCursor(all.Slice((int)table + i * SectionHeaderSize, SectionHeaderSize));
            nameOffsets.Add(entry.U32());
            uint type = entry.U32();
            ulong flags = entry.U64();
            ulong address = entry.U64();
            ulong offset = entry.U64();
            ulong size = entry.U64();
            uint link = entry.U32();
            entry.Bytes(12);
            ulong tableEntry = entry.U64();
            if (type is NoBits or 0)
                size = offset = 0;
            if (offset > (ulong)all.Length || size > (ulong)all.Length - offset)
                return ElfError.SectionOutsideFile;
            bool code = (flags & (FlagAllocated | FlagExecutable)) == (FlagAllocated | FlagExecutable);
            sections.Add(new ElfSection("", type, address, bytes.Slice((int)offset, (int)size), link, tableEntry, code));
        }

        ReadOnlySpan<byte> nameTable = sections[names].Bytes.Span;
        for (int i = 0; i < count; i++)
            sections[i] = sections[i] with { Name = NameAt(nameTable, nameOffsets[i]) };
        return ElfError.None;
    }

    private static ElfError ReadSymbols(List<ElfSection> sections, out List<ElfSymbol> symbols)
    {
        symbols = [];
        ElfSection? table = sections.Find(section => section.Type == SymbolTable);
        if (table is null)
            return ElfError.NoSymbols;
        if (table.EntrySize != SymbolSize || table.Bytes.Length % SymbolSize != 0 || table.Link >= (uint)sections.Count || sections[(int)table.Link].Type != StringTable)
            return ElfError.BadSymbolTable;
        ReadOnlySpan<byte> names = sections[(int)table.Link].Bytes.Span;
        var cursor = new ByteCursor(table.Bytes.Span);
        while (!cursor.AtEnd)
        {
            uint name = cursor.U32();
            int type = cursor.U8() & 15;
            cursor.U8();
            ushort section = cursor.U16();
            ulong address = cursor.U64();
            ulong size = cursor.U64();
            if (type is TypeNone or TypeFunction && section < sections.Count && sections[section].IsCode && NameAt(names, name) is { Length: > 0 } text)
                symbols.Add(new ElfSymbol(address, size, text));
        }

        return ElfError.None;
    }

    private static string NameAt(ReadOnlySpan<byte> names, uint offset)
    {
        if (offset >= (uint)names.Length)
            return "";
        int length = names[(int)offset..].IndexOf((byte)0);
        return length < 0 ? "" : Encoding.UTF8.GetString(names.Slice((int)offset, length));
    }
}
