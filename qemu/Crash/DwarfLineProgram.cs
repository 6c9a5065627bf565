namespace DSoftBus.Qemu.Crash;

/// <summary>The state machine of one line program (DWARF 5 section 6.2.2 and 6.2.5; version 4 has the same instructions).</summary>
internal sealed class DwarfLineProgram(List<string> files, List<(ulong Start, ulong End, SourceLine Line)> rows, byte minimumLength, sbyte lineBase, byte lineRange, byte opcodeBase)
{
    private ulong _address;
    private ulong _file = 1;
    private uint _line = 1;
    private (ulong Address, ulong File, uint Line)? _open;

    public DwarfError Run(ReadOnlySpan<byte> instructions, ReadOnlySpan<byte> operandCounts)
    {
        var cursor = new ByteCursor(instructions);
        while (!cursor.AtEnd)
        {
            byte opcode = cursor.U8();
            if (opcode >= opcodeBase)
            {
                int adjusted = opcode - opcodeBase;
                _address += (ulong)(adjusted / lineRange) * minimumLength;
                _line += (uint)(lineBase + adjusted % lineRange);
                Row();
            }
            else if (opcode == 0)
            {
                Extended(ref cursor);
            }
            else
            {
                Standard(opcode, ref cursor, operandCounts);
            }

            if (cursor.Failed)
                return DwarfError.Truncated;
            if (rows.Count > DwarfLines.LargestRows)
                return DwarfError.TooLarge;
        }

        return DwarfError.None;
    }

    private void Standard(byte opcode, ref ByteCursor cursor, ReadOnlySpan<byte> operandCounts)
    {
        switch (opcode)
        {
            case 1: // copy
                Row();
                break;
            case 2: // advance_pc
                _address += cursor.UnsignedLeb() * minimumLength;
                break;
            case 3: // advance_line
                _line += (uint)cursor.SignedLeb();
                break;
            case 4: // set_file
                _file = cursor.UnsignedLeb();
                break;
            case 8: // const_add_pc
                _address += (ulong)((255 - opcodeBase) / lineRange) * minimumLength;
                break;
            case 9: // fixed_advance_pc
                _address += cursor.U16();
                break;
            default: // column, statement, block, prologue, epilogue, isa and unknown ones: their operands only
                for (int i = 0; i < operandCounts[opcode - 1]; i++)
                    cursor.UnsignedLeb();
                break;
        }
    }

    private void Extended(ref ByteCursor cursor)
    {
        ulong length = cursor.UnsignedLeb();
        var body = new ByteCursor(cursor.Bytes(length));
        if (cursor.Failed || length == 0)
            return;
        switch (body.U8())
        {
            case 1: // end_sequence
                Close();
                _address = 0;
                _file = 1;
                _line = 1;
                _open = null;
                break;
            case 2 when body.Remaining >= 8: // set_address
                _address = body.U64();
                break;
            default: // discriminators, producers' own
                break;
        }
    }

    private void Row()
    {
        Close();
        _open = (_address, _file, _line);
    }

    private void Close()
    {
        // Sequences of functions that the linker dropped start at zero.
        if (_open is not { } open || open.Address == 0 || _address <= open.Address)
            return;
        string file = open.File < (ulong)files.Count ? files[(int)open.File] : "";
        rows.Add((open.Address, _address, new SourceLine(file, open.Line)));
    }
}
