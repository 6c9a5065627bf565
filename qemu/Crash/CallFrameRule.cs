namespace DSoftBus.Qemu.Crash;

/// <summary>How to find the caller's value of one register (DWARF 5 section 6.4.1).</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Operand">Distance from the frame's address in bytes, or the number of another register.</param>
/// <param name="Expression">For rules that compute.</param>
internal readonly record struct CallFrameRule(CallFrameRuleKind Kind, long Operand = 0, ReadOnlyMemory<byte> Expression = default);
