namespace DSoftBus.Qemu.Crash;

/// <summary>A place in source text.</summary>
/// <param name="File">Path as the compiler recorded it.</param>
/// <param name="Line">Line from 1; 0 when the instruction belongs to none.</param>
public readonly record struct SourceLine(string File, uint Line);
