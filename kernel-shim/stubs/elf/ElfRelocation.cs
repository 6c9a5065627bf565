namespace DSoftBus.KernelShim.Stubs.Elf;

/// <summary>One place in a section that the linker fills in.</summary>
/// <param name="Offset">Bytes from the start of the section.</param>
/// <param name="Type">How the value is computed and how wide it is.</param>
/// <param name="Symbol">Name of the symbol; undefined names become undefined symbols.</param>
/// <param name="Addend">Explicit addend (RELA).</param>
internal readonly record struct ElfRelocation(int Offset, ElfRelocationType Type, string Symbol, long Addend);
