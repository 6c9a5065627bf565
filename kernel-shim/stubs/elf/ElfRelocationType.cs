namespace DSoftBus.KernelShim.Stubs.Elf;

/// <summary>Relocation types of the x86-64 psABI, table 4.9; the values are on disk.</summary>
internal enum ElfRelocationType : uint
{
    /// <summary>64-bit S + A.</summary>
    Absolute64 = 1,

    /// <summary>32-bit S + A - P.</summary>
    Relative32 = 2,

    /// <summary>32-bit L + A - P, for calls and jumps.</summary>
    Procedure32 = 4,

    /// <summary>32-bit S + A, zero-extended by the instruction.</summary>
    Absolute32 = 10,

    /// <summary>32-bit S + A, sign-extended by the instruction.</summary>
    AbsoluteSigned32 = 11,
}
