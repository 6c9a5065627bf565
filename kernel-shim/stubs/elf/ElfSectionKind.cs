namespace DSoftBus.KernelShim.Stubs.Elf;

/// <summary>What a section holds; decides its ELF type and flags.</summary>
internal enum ElfSectionKind
{
    Code,
    ReadOnlyData,
    Data,
    Zeroed,
    Note,
}
