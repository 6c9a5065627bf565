namespace DSoftBus.Qemu.Crash;

/// <summary>A report with names.</summary>
/// <param name="Report">What was printed.</param>
/// <param name="Stacks">Its stacks, the nearest to the defect first.</param>
public sealed record CrashAnalysis(CrashReport Report, IReadOnlyList<CrashStack> Stacks)
{
    private const int SystemCallLength = 2;
    private const string SystemCall = "syscall";
    private const string InstructionPointer = "rip";
    private const string StackPointer = "rsp";

    public static CrashAnalysis Of(CrashReport report, SymbolFile symbols)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(symbols);
        var stacks = new List<CrashStack>();
        foreach (CrashContext context in report.Contexts)
        {
            if (report.Kind == CrashReportKind.TaskFailure)
            {
                stacks.Add(OfException(context, symbols));
                continue;
            }

            if (IsFaultBehind(context))
                stacks.Add(Of($"fault of {context.Name}", context.LastFault, context.FaultRegisters, context, symbols));
            stacks.Add(Of(context.Name, context.Cause, context.Registers, context, symbols));
        }

        return new CrashAnalysis(report, stacks);
    }

    /// <summary>
    /// Whether the thread's last fault is what it ended for: the runtime turns a fault into an exception by pushing the place of
    /// the fault below the stack pointer of the fault; when that word is still there, the exception is still under way.
    /// </summary>
    private static bool IsFaultBehind(CrashContext context)
    {
        if (!context.FaultRegisters.TryGetValue(InstructionPointer, out ulong place) || !context.FaultRegisters.TryGetValue(StackPointer, out ulong stack))
            return false;
        if (context.Registers.TryGetValue(InstructionPointer, out ulong now) && now == place)
            return false; // the report is about the fault itself
        return context.Dump.From(context.Registers.GetValueOrDefault(StackPointer)).TakeWhile(word => word.Address < stack).Any(word => word.Word == place);
    }

    private static CrashStack Of(string name, string? cause, IReadOnlyDictionary<string, ulong> registers, CrashContext context, SymbolFile symbols)
    {
        IReadOnlyList<StackEntry> entries = StackEntry.Fold(StackWalk.From(symbols, context.Dump, registers, context.Addresses));
        if (!registers.TryGetValue(InstructionPointer, out ulong pointer))
            return new CrashStack(name, cause, null, null, null, entries, registers);
        string? previous = pointer >= SystemCallLength ? symbols.Disassemble(pointer - SystemCallLength) : null;
        CrashFrame place = symbols.Describe(pointer, FrameOrigin.Pointer);
        return new CrashStack(name, cause, place, symbols.Disassemble(pointer), previous == SystemCall ? previous : null, entries, registers);
    }

    /// <summary>The first address is where it was thrown; the rest are its callers.</summary>
    private static CrashStack OfException(CrashContext context, SymbolFile symbols)
    {
        CrashFrame[] frames = [.. context.Addresses.Select(address => symbols.Describe(address, FrameOrigin.Listed))];
        string? instruction = frames.Length > 0 && !symbols.IsReturnAddress(frames[0].Address) ? symbols.Disassemble(frames[0].Address) : null;
        return new CrashStack(context.Name, null, frames.FirstOrDefault(), instruction, null, StackEntry.Fold([.. frames.Skip(1)]), context.Registers);
    }
}
