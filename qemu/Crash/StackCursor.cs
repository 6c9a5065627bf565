namespace DSoftBus.Qemu.Crash;

/// <summary>A place in a stack: the registers as they were in one frame, as far as they are known.</summary>
internal sealed class StackCursor
{
    private readonly SymbolFile _symbols;
    private readonly StackDump _memory;
    private ulong?[] _registers;
    private bool _isExact;

    /// <param name="symbols">The image.</param>
    /// <param name="memory">The stack.</param>
    /// <param name="registers">The registers in the newest frame, by DWARF number.</param>
    /// <param name="isExact">Whether the address is that of an instruction to run, not of a return.</param>
    public StackCursor(SymbolFile symbols, StackDump memory, ulong?[] registers, bool isExact)
    {
        _symbols = symbols;
        _memory = memory;
        _registers = registers;
        _isExact = isExact;
    }

    public ulong? Address => _registers[X64Register.ReturnAddress];

    public ulong? StackPointer => _registers[X64Register.Rsp];

    /// <summary>Whether the frame has no caller.</summary>
    public bool IsOutermost { get; private set; }

    /// <summary>Goes to the caller; false when the information does not reach, and then nothing has changed.</summary>
    public bool TryStep()
    {
        if (Address is not { } address)
            return false;
        ulong place = _isExact ? address : address - 1;
        if (_symbols.CallFrames.Find(place) is not { } entry || entry.RowAt(place) is not { } row)
            return false;
        if (row[X64Register.ReturnAddress].Kind == CallFrameRuleKind.Undefined)
        {
            IsOutermost = true;
            return false;
        }

        if (FrameAddress(row) is not { } frame)
            return false;
        var caller = new ulong?[X64Register.Count];
        for (int register = 0; register < caller.Length; register++)
            caller[register] = Value(register, row[(ulong)register], frame);
        if (caller[X64Register.ReturnAddress] is not { } next || caller[X64Register.Rsp] is not { } stack || stack <= StackPointer)
            return false;
        if (next == 0)
        {
            IsOutermost = true;
            return false;
        }

        if (!entry.Common.IsSignalFrame && !_symbols.IsReturnAddress(next))
            return false; // no call leads there: the information does not describe this stack
        _registers = caller;
        _isExact = entry.Common.IsSignalFrame;
        return true;
    }

    private ulong? FrameAddress(CallFrameRow row)
    {
        if (!row.FrameExpression.IsEmpty)
            return StackExpression.Evaluate(row.FrameExpression.Span, null, _registers, _memory);
        return row.FrameRegister < X64Register.Count ? _registers[row.FrameRegister] + (ulong)row.FrameOffset : null;
    }

    private ulong? Value(int register, CallFrameRule rule, ulong frame) => rule.Kind switch
    {
        CallFrameRuleKind.Unspecified when register == X64Register.Rsp => frame,
        CallFrameRuleKind.Unspecified => X64Register.IsPreserved(register) ? _registers[register] : null,
        CallFrameRuleKind.SameValue => _registers[register],
        CallFrameRuleKind.Offset => Load(frame + (ulong)rule.Operand),
        CallFrameRuleKind.OffsetValue => frame + (ulong)rule.Operand,
        CallFrameRuleKind.Register => rule.Operand < X64Register.Count ? _registers[rule.Operand] : null,
        CallFrameRuleKind.Expression => StackExpression.Evaluate(rule.Expression.Span, frame, _registers, _memory) is { } at ? Load(at) : null,
        CallFrameRuleKind.ExpressionValue => StackExpression.Evaluate(rule.Expression.Span, frame, _registers, _memory),
        _ => null,
    };

    private ulong? Load(ulong address) => _memory.TryRead(address, out ulong word) ? word : null;
}
