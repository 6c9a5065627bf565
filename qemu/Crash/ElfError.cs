namespace DSoftBus.Qemu.Crash;

/// <summary>What is wrong with an ELF file.</summary>
public enum ElfError
{
    None,

    /// <summary>The file is shorter than its header or has another magic.</summary>
    NotElf,

    /// <summary>Not 64 bit, little-endian, x86-64.</summary>
    OtherMachine,

    /// <summary>The section table has another entry size, or lies outside the file.</summary>
    BadSectionTable,

    /// <summary>A section lies outside the file.</summary>
    SectionOutsideFile,

    /// <summary>The symbol table has a bad entry size, or names a section that holds no names.</summary>
    BadSymbolTable,

    /// <summary>There is no symbol table: the file is stripped.</summary>
    NoSymbols,
}
