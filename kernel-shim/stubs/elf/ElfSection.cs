namespace DSoftBus.KernelShim.Stubs.Elf;

/// <summary>A section of a relocatable object: contents, the symbols defined in it and the relocations that apply to it.</summary>
/// <param name="name">Section name.</param>
/// <param name="kind">What it holds.</param>
/// <param name="alignment">A power of two, in bytes.</param>
internal sealed class ElfSection(string name, ElfSectionKind kind, int alignment)
{
    public string Name => name;

    public ElfSectionKind Kind => kind;

    public int Alignment => alignment;

    /// <summary>File contents; empty for <see cref="ElfSectionKind.Zeroed"/>.</summary>
    public List<byte> Bytes { get; } = [];

    public List<ElfSymbol> Symbols { get; } = [];

    public List<ElfRelocation> Relocations { get; } = [];

    /// <summary>Size in memory.</summary>
    public int Length => kind == ElfSectionKind.Zeroed ? _zeroedLength : Bytes.Count;

    private int _zeroedLength;

    /// <summary>Reserves zeroed space and names it; the offset is aligned first.</summary>
    public void Reserve(string symbol, int size, int align)
    {
        if (kind != ElfSectionKind.Zeroed)
            throw new InvalidOperationException($"{name} has contents; only a zeroed section reserves space.");
        _zeroedLength = (_zeroedLength + align - 1) & -align;
        Symbols.Add(new ElfSymbol(symbol, _zeroedLength, IsFunction: false));
        _zeroedLength += size;
    }

    /// <summary>Names the current end of the zeroed space, for the top of a stack.</summary>
    public void NameEnd(string symbol) => Symbols.Add(new ElfSymbol(symbol, Length, IsFunction: false));

    /// <summary>Appends named data, aligned.</summary>
    public int Append(string symbol, ReadOnlySpan<byte> data, int align)
    {
        while (Bytes.Count % align != 0)
            Bytes.Add(0);
        int offset = Bytes.Count;
        Symbols.Add(new ElfSymbol(symbol, offset, IsFunction: false));
        Bytes.AddRange(data);
        return offset;
    }

    /// <summary>Appends a named table of 64-bit addresses that the linker fills in.</summary>
    public void AppendAddresses(string symbol, IReadOnlyList<string> targets)
    {
        int offset = Append(symbol, new byte[targets.Count * 8], 8);
        for (int i = 0; i < targets.Count; i++)
            Relocations.Add(new ElfRelocation(offset + i * 8, ElfRelocationType.Absolute64, targets[i], 0));
    }
}
