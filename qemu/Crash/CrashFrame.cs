namespace DSoftBus.Qemu.Crash;

/// <summary>One address of a crash with what the symbols say about it.</summary>
/// <param name="Address">The address as the report has it.</param>
/// <param name="Method">Readable name of the method; null when no symbol covers the address.</param>
/// <param name="Offset">Bytes from the start of the method.</param>
/// <param name="Source">File and line; null when the line table has none. Of a return address, those of the call before it.</param>
/// <param name="Origin">How it was found.</param>
public sealed record CrashFrame(ulong Address, string? Method, ulong Offset, SourceLine? Source, FrameOrigin Origin);
