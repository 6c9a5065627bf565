namespace DSoftBus.Qemu.Crash;

/// <summary>The rules that hold at one instruction.</summary>
internal sealed class CallFrameRow
{
    private readonly CallFrameRule[] _rules = new CallFrameRule[X64Register.Count];

    /// <summary>Register whose value plus <see cref="FrameOffset"/> is the frame's address, unless there is an expression.</summary>
    public int FrameRegister { get; set; } = X64Register.Rsp;

    public long FrameOffset { get; set; }

    public ReadOnlyMemory<byte> FrameExpression { get; set; }

    /// <summary>The rule of a register; registers beyond the general ones have none.</summary>
    public CallFrameRule this[ulong register]
    {
        get => register < (ulong)_rules.Length ? _rules[register] : default;
        set
        {
            if (register < (ulong)_rules.Length)
                _rules[register] = value;
        }
    }

    public CallFrameRow Copy()
    {
        var copy = new CallFrameRow { FrameRegister = FrameRegister, FrameOffset = FrameOffset, FrameExpression = FrameExpression };
        _rules.CopyTo(copy._rules, 0);
        return copy;
    }
}
