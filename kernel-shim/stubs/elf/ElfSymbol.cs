namespace DSoftBus.KernelShim.Stubs.Elf;

/// <summary>A name for an offset in a section.</summary>
/// <param name="Name">Name, unique in the object.</param>
/// <param name="Offset">Bytes from the start of the section.</param>
/// <param name="IsFunction">Code (STT_FUNC) rather than data (STT_OBJECT).</param>
internal readonly record struct ElfSymbol(string Name, int Offset, bool IsFunction);
