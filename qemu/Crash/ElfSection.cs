namespace DSoftBus.Qemu.Crash;

/// <summary>One section of an ELF file.</summary>
/// <param name="Name">Its name; empty when the name table does not hold it.</param>
/// <param name="Type">sh_type (gABI, section header table).</param>
/// <param name="Address">Where it is loaded; 0 for sections that are not.</param>
/// <param name="Bytes">Its bytes; empty for SHT_NOBITS.</param>
/// <param name="Link">Index of the section that it refers to.</param>
/// <param name="EntrySize">Size of an entry in bytes, for tables.</param>
/// <param name="IsCode">Whether it is loaded and executable.</param>
public sealed record ElfSection(string Name, uint Type, ulong Address, ReadOnlyMemory<byte> Bytes, uint Link, ulong EntrySize, bool IsCode);
