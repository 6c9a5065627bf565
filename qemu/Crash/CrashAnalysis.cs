namespace DSoftBus.Qemu.Crash;

/// <summary>A crash report with names.</summary>
/// <param name="Report">What the shim printed.</param>
/// <param name="Fault">The place of the instruction pointer; null when the report has none.</param>
/// <param name="Instruction">The instruction there; null when it is not code of the image.</param>
/// <param name="PreviousInstruction">The system call that was just made, if the pointer is right after one.</param>
/// <param name="Stack">The stack's words with names, the newest first.</param>
public sealed record CrashAnalysis(CrashReport Report, CrashFrame? Fault, string? Instruction, string? PreviousInstruction, IReadOnlyList<CrashFrame> Stack)
{
    private const int SystemCallLength = 2;
    private const string SystemCall = "syscall";

    public static CrashAnalysis Of(CrashReport report, SymbolFile symbols)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(symbols);
        CrashFrame[] stack = [.. report.Stack.Select(address => symbols.Describe(address, onStack: true)).Where(frame => frame.Method is not null)];
        if (!report.Registers.TryGetValue("rip", out ulong pointer))
            return new CrashAnalysis(report, null, null, null, stack);
        string? previous = pointer >= SystemCallLength ? symbols.Disassemble(pointer - SystemCallLength) : null;
        return new CrashAnalysis(report, symbols.Describe(pointer, onStack: false), symbols.Disassemble(pointer), previous == SystemCall ? previous : null, stack);
    }
}
