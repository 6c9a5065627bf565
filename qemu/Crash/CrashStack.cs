namespace DSoftBus.Qemu.Crash;

/// <summary>One stack of a report with names.</summary>
/// <param name="Name">Whose it is: <c>fault of thread 1</c>, <c>thread 1</c>, <c>shim</c>, <c>task NAME</c>.</param>
/// <param name="Cause">What stopped it; null when the report does not say.</param>
/// <param name="Pointer">The place of the instruction pointer; null when the report has none.</param>
/// <param name="Instruction">The instruction there; null when it is not code of the image.</param>
/// <param name="PreviousInstruction">The system call that was just made, if the pointer is right after one.</param>
/// <param name="Entries">The callers, the newest first; what repeats is folded.</param>
/// <param name="Registers">By the names of the report.</param>
public sealed record CrashStack(
    string Name,
    string? Cause,
    CrashFrame? Pointer,
    string? Instruction,
    string? PreviousInstruction,
    IReadOnlyList<StackEntry> Entries,
    IReadOnlyDictionary<string, ulong> Registers);
