namespace DSoftBus.Qemu.Crash;

/// <summary>Source lines by address, from a .debug_line section (DWARF 4 and 5, section 6.2). Reading is total.</summary>
public sealed class DwarfLines
{
    /// <summary>Rows of all programs together; the image has a few hundred thousand.</summary>
    public const int LargestRows = 8_000_000;

    private readonly List<(ulong Start, ulong End, SourceLine Line)> _rows = [];

    private DwarfLines()
    {
    }

    /// <summary>Ranges with a line.</summary>
    public int Count => _rows.Count;

    /// <summary>Reads every unit of the section.</summary>
    /// <param name="section">.debug_line.</param>
    /// <param name="strings">.debug_str, may be empty.</param>
    /// <param name="lineStrings">.debug_line_str, may be empty.</param>
    /// <param name="lines">What was read up to the first error.</param>
    public static DwarfError Read(ReadOnlyMemory<byte> section, ReadOnlyMemory<byte> strings, ReadOnlyMemory<byte> lineStrings, out DwarfLines lines)
    {
        lines = new DwarfLines();
        var names = new DwarfNames(strings, lineStrings);
        var cursor = new ByteCursor(section.Span);
        DwarfError error = DwarfError.None;
        while (!cursor.AtEnd && error == DwarfError.None)
        {
            uint length = cursor.U32();
            if (length == uint.MaxValue)
                error = DwarfError.Dwarf64;
            else
            {
                ReadOnlySpan<byte> unit = cursor.Bytes(length);
                error = cursor.Failed ? DwarfError.Truncated : lines.ReadUnit(unit, names);
            }
        }

        lines._rows.Sort((first, second) => first.Start.CompareTo(second.Start));
        return error;
    }

    /// <summary>The line of the instruction at <paramref name="address"/>, or null.</summary>
    public SourceLine? Find(ulong address)
    {
        int low = 0;
        int high = _rows.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_rows[middle].Start <= address)
                low = middle + 1;
            else
                high = middle;
        }

        return low > 0 && address < _rows[low - 1].End ? _rows[low - 1].Line : null;
    }

    private DwarfError ReadUnit(ReadOnlySpan<byte> unit, DwarfNames names)
    {
        var cursor = new ByteCursor(unit);
        int version = cursor.U16();
        if (cursor.Failed)
            return DwarfError.Truncated;
        if (version is not (4 or 5))
            return DwarfError.UnknownVersion;
        if (version == 5 && (cursor.U8() != 8 || cursor.U8() != 0))
            return cursor.Failed ? DwarfError.Truncated : DwarfError.BadHeader;
        ulong headerLength = cursor.U32();
        int programStart = cursor.Position;
        if (cursor.Failed || headerLength > (ulong)cursor.Remaining)
            return DwarfError.Truncated;
        programStart += (int)headerLength;
        byte minimumLength = cursor.U8();
        byte operations = cursor.U8();
        cursor.U8();
        sbyte lineBase = (sbyte)cursor.U8();
        byte lineRange = cursor.U8();
        byte opcodeBase = cursor.U8();
        if (cursor.Failed)
            return DwarfError.Truncated;
        if (lineRange == 0 || opcodeBase == 0 || operations != 1)
            return DwarfError.BadHeader;
        ReadOnlySpan<byte> operandCounts = cursor.Bytes((ulong)opcodeBase - 1);
        DwarfError error = names.Read(ref cursor, version, out List<string> files);
        if (error != DwarfError.None)
            return error;
        if (cursor.Position > programStart)
            return DwarfError.BadHeader;
        var program = new DwarfLineProgram(files, _rows, minimumLength, lineBase, lineRange, opcodeBase);
        return program.Run(unit[programStart..], operandCounts);
    }
}
