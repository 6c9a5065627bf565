namespace DSoftBus.Qemu.Crash;

/// <summary>Runs call-frame instructions up to an address (DWARF 5 section 6.4.2). Total: an unknown instruction ends it with false.</summary>
internal sealed class CallFrameProgram(CallFrameCommon common, CallFrameRow initial)
{
    private const int LargestDepth = 32;

    private readonly Stack<CallFrameRow> _remembered = new();

    public CallFrameRow Row { get; private set; } = initial.Copy();

    /// <summary>False when the instructions are damaged or not understood.</summary>
    /// <param name="instructions">The instructions.</param>
    /// <param name="location">Address of the first row.</param>
    /// <param name="address">The row of this address is wanted.</param>
    public bool Run(ReadOnlyMemory<byte> instructions, ulong location, ulong address)
    {
        var cursor = new ByteCursor(instructions.Span);
        while (!cursor.AtEnd)
        {
            byte opcode = cursor.U8();
            byte low = (byte)(opcode & 0x3f);
            bool known = true;
            ulong? advance = null;
            switch (opcode & 0xc0)
            {
                case 0x40:
                    advance = low;
                    break;
                case 0x80:
                    Row[low] = new CallFrameRule(CallFrameRuleKind.Offset, Scaled(cursor.UnsignedLeb()));
                    break;
                case 0xc0:
                    Row[low] = initial[low];
                    break;
                default:
                    known = low is >= 2 and <= 4 ? (advance = low == 2 ? cursor.U8() : low == 3 ? cursor.U16() : cursor.U32()) is not null : Other(low, ref cursor, instructions);
                    break;
            }

            if (!known || cursor.Failed)
                return false;
            if (advance is not { } units)
                continue;
            location += units * common.CodeAlignment;
            if (location > address)
                return true;
        }

        return true;
    }

    private bool Other(byte opcode, ref ByteCursor cursor, ReadOnlyMemory<byte> instructions)
    {
        switch (opcode)
        {
            case 0x00: // nop
                return true;
            case 0x05: // offset_extended
                Row[cursor.UnsignedLeb()] = new CallFrameRule(CallFrameRuleKind.Offset, Scaled(cursor.UnsignedLeb()));
                return true;
            case 0x06: // restore_extended
                ulong restored = cursor.UnsignedLeb();
                Row[restored] = initial[restored];
                return true;
            case 0x07: // undefined
                Row[cursor.UnsignedLeb()] = new CallFrameRule(CallFrameRuleKind.Undefined);
                return true;
            case 0x08: // same_value
                Row[cursor.UnsignedLeb()] = new CallFrameRule(CallFrameRuleKind.SameValue);
                return true;
            case 0x09: // register
                Row[cursor.UnsignedLeb()] = new CallFrameRule(CallFrameRuleKind.Register, (long)cursor.UnsignedLeb());
                return true;
            case 0x0a: // remember_state
                _remembered.Push(Row.Copy());
                return _remembered.Count <= LargestDepth;
            case 0x0b: // restore_state
                bool remembered = _remembered.TryPop(out CallFrameRow? row);
                Row = row ?? Row;
                return remembered;
            case 0x10: // expression
                Row[cursor.UnsignedLeb()] = new CallFrameRule(CallFrameRuleKind.Expression, 0, Block(ref cursor, instructions));
                return true;
            case 0x11: // offset_extended_sf
                Row[cursor.UnsignedLeb()] = new CallFrameRule(CallFrameRuleKind.Offset, cursor.SignedLeb() * common.DataAlignment);
                return true;
            case 0x14: // val_offset
                Row[cursor.UnsignedLeb()] = new CallFrameRule(CallFrameRuleKind.OffsetValue, Scaled(cursor.UnsignedLeb()));
                return true;
            case 0x16: // val_expression
                Row[cursor.UnsignedLeb()] = new CallFrameRule(CallFrameRuleKind.ExpressionValue, 0, Block(ref cursor, instructions));
                return true;
            case 0x2e: // GNU_args_size
                cursor.UnsignedLeb();
                return true;
            default:
                return Frame(opcode, ref cursor, instructions);
        }
    }

    private bool Frame(byte opcode, ref ByteCursor cursor, ReadOnlyMemory<byte> instructions)
    {
        switch (opcode)
        {
            case 0x0c: // def_cfa
                SetRegister(cursor.UnsignedLeb());
                Row.FrameOffset = (long)cursor.UnsignedLeb();
                return true;
            case 0x0d: // def_cfa_register
                SetRegister(cursor.UnsignedLeb());
                return true;
            case 0x0e: // def_cfa_offset
                Row.FrameOffset = (long)cursor.UnsignedLeb();
                return true;
            case 0x0f: // def_cfa_expression
                Row.FrameExpression = Block(ref cursor, instructions);
                return true;
            case 0x12: // def_cfa_sf
                SetRegister(cursor.UnsignedLeb());
                Row.FrameOffset = cursor.SignedLeb() * common.DataAlignment;
                return true;
            case 0x13: // def_cfa_offset_sf
                Row.FrameOffset = cursor.SignedLeb() * common.DataAlignment;
                return true;
            default:
                return false;
        }
    }

    private void SetRegister(ulong register)
    {
        Row.FrameRegister = (int)Math.Min(register, X64Register.Count);
        Row.FrameExpression = default;
    }

    private long Scaled(ulong value) => (long)value * common.DataAlignment;

    private static ReadOnlyMemory<byte> Block(ref ByteCursor cursor, ReadOnlyMemory<byte> instructions)
    {
        ulong length = cursor.UnsignedLeb();
        int start = cursor.Position;
        cursor.Bytes(length);
        return cursor.Failed ? default : instructions.Slice(start, (int)length);
    }
}
