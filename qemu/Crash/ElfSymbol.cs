namespace DSoftBus.Qemu.Crash;

/// <summary>A name for code.</summary>
/// <param name="Address">First byte.</param>
/// <param name="Size">Bytes; 0 when the table does not say.</param>
/// <param name="Name">The linker's name.</param>
public readonly record struct ElfSymbol(ulong Address, ulong Size, string Name);
