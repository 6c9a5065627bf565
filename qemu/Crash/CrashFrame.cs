namespace DSoftBus.Qemu.Crash;

/// <summary>One address of a crash with what the symbols say about it.</summary>
/// <param name="Address">The address as the report has it.</param>
/// <param name="Method">Readable name of the method; null when no symbol covers the address.</param>
/// <param name="Offset">Bytes from the start of the method.</param>
/// <param name="Source">File and line; null when the line table has none.</param>
/// <param name="AfterCall">Whether the instruction before is a call: a word that is not may be an old pointer, or the place of a fault.</param>
public sealed record CrashFrame(ulong Address, string? Method, ulong Offset, SourceLine? Source, bool AfterCall);
