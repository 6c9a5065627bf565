namespace DSoftBus.Qemu.Crash;

/// <summary>The kinds of <see cref="CallFrameRule"/>.</summary>
internal enum CallFrameRuleKind
{
    /// <summary>Nothing was said: what the calling convention says holds.</summary>
    Unspecified,

    /// <summary>The caller's value is lost; of the return address, that there is no caller.</summary>
    Undefined,

    SameValue,

    /// <summary>Stored at the frame's address plus the operand.</summary>
    Offset,

    /// <summary>The frame's address plus the operand itself.</summary>
    OffsetValue,

    /// <summary>In the register with the operand's number.</summary>
    Register,

    /// <summary>Stored where the expression says.</summary>
    Expression,

    /// <summary>What the expression says.</summary>
    ExpressionValue,
}
