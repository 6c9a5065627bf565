namespace DSoftBus.Qemu.Sizes;

/// <summary>The image's bytes by owner, computed from a link map.</summary>
public sealed class SizeTable
{
    // lld places sections without file contents last in the writable segment, from this one on.
    private const string FirstZeros = ".bss";
    private const string ManagedCode = "__managedcode";

    private readonly ulong[] _file = new ulong[Enum.GetValues<SizeOwner>().Length];
    private readonly ulong[] _memory = new ulong[Enum.GetValues<SizeOwner>().Length];

    /// <summary>One row per owner, in the order of <see cref="SizeOwner"/>.</summary>
    public IReadOnlyList<SizeRow> Rows => [.. Enum.GetValues<SizeOwner>().Select(owner => new SizeRow(owner, _file[(int)owner], _memory[(int)owner]))];

    /// <summary>Bytes of all rows in the booted machine's memory.</summary>
    public ulong MemoryBytes => _memory.Aggregate(0UL, (sum, bytes) => unchecked(sum + bytes));

    /// <summary>Bytes of all rows in the image file.</summary>
    public ulong FileBytes => _file.Aggregate(0UL, (sum, bytes) => unchecked(sum + bytes));

    /// <summary>Counts every loaded byte of the map once. Total: overlapping or disordered extents count once, for the first.</summary>
    public static SizeTable From(LinkMap map)
    {
        var table = new SizeTable();
        // The program's object is the one with managed code; only there do names tell the owner.
        var managed = map.Sections.SelectMany(section => section.Inputs).Where(input => input.Section == ManagedCode).Select(input => input.Source).ToHashSet();
        ulong zeros = map.Sections.FirstOrDefault(section => section.Name == FirstZeros)?.Address ?? ulong.MaxValue;
        foreach (MapSection section in map.Sections.Where(section => section.IsLoaded))
        {
            bool inFile = section.Address < zeros;
            ulong cursor = section.Address, end = section.Address + section.Size;
            foreach (MapInput input in section.Inputs)
            {
                table.Count(SizeOwner.Linker, ref cursor, input.Address, end, inFile);
                ulong stop = Math.Min(input.Address + input.Size, end);
                if (managed.Contains(input.Source))
                    table.Symbols(input, ref cursor, stop, inFile);
                table.Count(managed.Contains(input.Source) ? SizeOwner.Unattributed : SizeOwners.OfFile(input.File), ref cursor, stop, end, inFile);
            }

            table.Count(SizeOwner.Linker, ref cursor, end, end, inFile);
        }

        return table;
    }

    private void Symbols(MapInput input, ref ulong cursor, ulong stop, bool inFile)
    {
        MapSymbol[] symbols = [.. input.Symbols.OrderBy(symbol => symbol.Address)];
        for (int i = 0; i < symbols.Length; i++)
        {
            MapSymbol symbol = symbols[i];
            ulong next = i + 1 < symbols.Length ? symbols[i + 1].Address : stop;
            // Between sized symbols lies padding; before the first, data without a name.
            SizeOwner gap = i > 0 && symbols[i - 1].Size != 0 ? SizeOwner.Linker : SizeOwner.Unattributed;
            Count(gap, ref cursor, symbol.Address, stop, inFile);
            ulong reach = symbol.Size == 0 ? next : symbol.Address + symbol.Size;
            Count(SizeOwners.OfManaged(symbol.Name), ref cursor, reach, stop, inFile);
        }
    }

    // Counts what lies between the cursor and the end of an extent, within the bound.
    private void Count(SizeOwner owner, ref ulong cursor, ulong to, ulong bound, bool inFile)
    {
        ulong end = Math.Min(to, bound);
        if (end <= cursor)
            return;
        _memory[(int)owner] += end - cursor;
        if (inFile)
            _file[(int)owner] += end - cursor;
        cursor = end;
    }
}
