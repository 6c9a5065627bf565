using System.Buffers.Binary;
using System.Text;

namespace DSoftBus.KernelShim.Stubs.Elf;

/// <summary>Writes an ELF64 little-endian relocatable object for x86-64 (System V gABI chapter 4; psABI chapter 4).</summary>
/// <remarks>Every defined symbol is global; the link makes all but the entry local. The bytes depend on the input alone: no time, no paths.</remarks>
internal static class ElfObjectWriter
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;
    private const int RelocationSize = 24;

    private const uint TypeProgbits = 1;
    private const uint TypeSymbols = 2;
    private const uint TypeStrings = 3;
    private const uint TypeRelocations = 4;
    private const uint TypeNote = 7;
    private const uint TypeNobits = 8;

    private const ulong FlagWrite = 1;
    private const ulong FlagAllocate = 2;
    private const ulong FlagExecute = 4;
    private const ulong FlagInfoLink = 0x40;

    private readonly record struct Header(string Name, uint Type, ulong Flags, int Offset, int Size, int Link, int Info, int Alignment, int EntrySize);

    /// <exception cref="InvalidOperationException">A symbol is defined twice.</exception>
    public static byte[] Write(IReadOnlyList<ElfSection> sections)
    {
        var names = new StringTable();
        byte[] symbols = WriteSymbols(sections, names, out var indices);

        var file = new List<byte>(new byte[HeaderSize]);
        var headers = new List<Header> { default };
        foreach (var section in sections)
        {
            int offset = Align(file, section.Alignment);
            file.AddRange(section.Bytes);
            headers.Add(new Header(section.Name, TypeOf(section.Kind), FlagsOf(section.Kind), offset, section.Length, 0, 0, section.Alignment, 0));
        }

        int symbolTable = sections.Count + 1 + sections.Count(s => s.Relocations.Count > 0);
        for (int i = 0; i < sections.Count; i++)
        {
            if (sections[i].Relocations.Count == 0)
                continue;
            int offset = Align(file, 8);
            foreach (var relocation in sections[i].Relocations)
                AppendRelocation(file, relocation, indices[relocation.Symbol]);
            headers.Add(new Header(".rela" + sections[i].Name, TypeRelocations, FlagInfoLink, offset, file.Count - offset, symbolTable, i + 1, 8, RelocationSize));
        }

        int symbolOffset = Align(file, 8);
        file.AddRange(symbols);
        headers.Add(new Header(".symtab", TypeSymbols, 0, symbolOffset, symbols.Length, symbolTable + 1, 1, 8, SymbolSize));
        int namesOffset = file.Count;
        file.AddRange(names.ToArray());
        headers.Add(new Header(".strtab", TypeStrings, 0, namesOffset, file.Count - namesOffset, 0, 0, 1, 0));

        // Empty and marked non-executable by its flags: otherwise linkers assume that the object wants an executable stack.
        headers.Add(new Header(".note.GNU-stack", TypeProgbits, 0, file.Count, 0, 0, 0, 1, 0));
        WriteSectionHeaders(file, headers);
        return [.. file];
    }

    private static byte[] WriteSymbols(IReadOnlyList<ElfSection> sections, StringTable names, out Dictionary<string, int> indices)
    {
        indices = [];
        var bytes = new List<byte>(new byte[SymbolSize]);
        for (int i = 0; i < sections.Count; i++)
        {
            foreach (var symbol in sections[i].Symbols)
            {
                if (!indices.TryAdd(symbol.Name, bytes.Count / SymbolSize))
                    throw new InvalidOperationException($"The symbol {symbol.Name} is defined twice.");
                AppendSymbol(bytes, names.Add(symbol.Name), (byte)(0x10 | (symbol.IsFunction ? 2 : 1)), i + 1, symbol.Offset);
            }
        }

        foreach (var relocation in sections.SelectMany(s => s.Relocations))
        {
            if (indices.TryAdd(relocation.Symbol, bytes.Count / SymbolSize))
                AppendSymbol(bytes, names.Add(relocation.Symbol), 0x10, 0, 0);
        }

        return [.. bytes];
    }

    private static void AppendSymbol(List<byte> bytes, int name, byte info, int section, int value)
    {
        Span<byte> entry = stackalloc byte[SymbolSize];
        entry.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(entry, name);
        entry[4] = info;
        BinaryPrimitives.WriteUInt16LittleEndian(entry[6..], (ushort)section);
        BinaryPrimitives.WriteInt64LittleEndian(entry[8..], value);
        bytes.AddRange(entry);
    }

    private static void AppendRelocation(List<byte> bytes, ElfRelocation relocation, int symbol)
    {
        Span<byte> entry = stackalloc byte[RelocationSize];
        BinaryPrimitives.WriteInt64LittleEndian(entry, relocation.Offset);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], ((ulong)symbol << 32) | (uint)relocation.Type);
        BinaryPrimitives.WriteInt64LittleEndian(entry[16..], relocation.Addend);
        bytes.AddRange(entry);
    }

    private static void WriteSectionHeaders(List<byte> file, List<Header> headers)
    {
        var names = new StringTable();
        var nameOffsets = headers.Select(h => h.Name is null ? 0 : names.Add(h.Name)).ToList();
        int ownName = names.Add(".shstrtab");
        int stringsOffset = file.Count;
        file.AddRange(names.ToArray());
        headers.Add(new Header(".shstrtab", TypeStrings, 0, stringsOffset, file.Count - stringsOffset, 0, 0, 1, 0));
        nameOffsets.Add(ownName);

        int tableOffset = Align(file, 8);
        Span<byte> entry = stackalloc byte[SectionHeaderSize];
        for (int i = 0; i < headers.Count; i++)
        {
            var header = headers[i];
            entry.Clear();
            BinaryPrimitives.WriteInt32LittleEndian(entry, nameOffsets[i]);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], header.Type);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], header.Flags);
            BinaryPrimitives.WriteInt64LittleEndian(entry[24..], header.Offset);
            BinaryPrimitives.WriteInt64LittleEndian(entry[32..], header.Size);
            BinaryPrimitives.WriteInt32LittleEndian(entry[40..], header.Link);
            BinaryPrimitives.WriteInt32LittleEndian(entry[44..], header.Info);
            BinaryPrimitives.WriteInt64LittleEndian(entry[48..], header.Alignment);
            BinaryPrimitives.WriteInt64LittleEndian(entry[56..], header.EntrySize);
            file.AddRange(entry);
        }

        WriteFileHeader(file, tableOffset, headers.Count);
    }

    private static void WriteFileHeader(List<byte> file, int sectionTable, int sectionCount)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        header.Clear();
        "\u007fELF"u8.CopyTo(header);
        header[4] = 2; // 64-bit
        header[5] = 1; // little-endian
        header[6] = 1; // version
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], 1); // relocatable
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], 62); // x86-64
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], sectionTable);
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(header[58..], SectionHeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(header[60..], (ushort)sectionCount);
        BinaryPrimitives.WriteUInt16LittleEndian(header[62..], (ushort)(sectionCount - 1));
        for (int i = 0; i < HeaderSize; i++)
            file[i] = header[i];
    }

    private static int Align(List<byte> file, int alignment)
    {
        while (file.Count % alignment != 0)
            file.Add(0);
        return file.Count;
    }

    private static uint TypeOf(ElfSectionKind kind) => kind switch
    {
        ElfSectionKind.Zeroed => TypeNobits,
        ElfSectionKind.Note => TypeNote,
        _ => TypeProgbits,
    };

    private static ulong FlagsOf(ElfSectionKind kind) => kind switch
    {
        ElfSectionKind.Code => FlagAllocate | FlagExecute,
        ElfSectionKind.Data or ElfSectionKind.Zeroed => FlagAllocate | FlagWrite,
        _ => FlagAllocate,
    };

    /// <summary>A string table section: names one after another, each ended by a zero; offset 0 is the empty name.</summary>
    private sealed class StringTable
    {
        private readonly List<byte> _bytes = [0];

        public int Add(string name)
        {
            int offset = _bytes.Count;
            _bytes.AddRange(Encoding.ASCII.GetBytes(name));
            _bytes.Add(0);
            return offset;
        }

        public byte[] ToArray() => [.. _bytes];
    }
}
