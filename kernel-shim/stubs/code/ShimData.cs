using System.Buffers.Binary;
using DSoftBus.KernelShim.Stubs.Elf;
using DSoftBus.KernelShim.Traps;

namespace DSoftBus.KernelShim.Stubs.Code;

/// <summary>The data that the stubs themselves need: PVH note, descriptor table, per-CPU words, stacks, first page tables.</summary>
internal static class ShimData
{
    private const int PageSize = 4096;
    private const int StackSize = 16 * PageSize;

    /// <summary>Xen ELF note type XEN_ELFNOTE_PHYS32_ENTRY (xen/include/public/elfnote.h).</summary>
    private const int PhysicalEntryNote = 18;

    public static ElfSection PvhNote()
    {
        var section = new ElfSection(ShimSections.PvhNote, ElfSectionKind.Note, 4);
        Span<byte> header = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(header, 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], PhysicalEntryNote);
        section.Bytes.AddRange(header);
        section.Bytes.AddRange("Xen\0"u8);
        section.Relocations.Add(new ElfRelocation(section.Length, ElfRelocationType.Absolute32, ShimSections.Entry, 0));
        section.Bytes.AddRange(new byte[4]);
        return section;
    }

    /// <summary>Trap stub addresses, SMAP sites, and the page that the program will see as its clock.</summary>
    public static ElfSection ReadOnly(SupervisorAccess access, byte[] clockObject)
    {
        var section = new ElfSection(ShimSections.ReadOnlyData, ElfSectionKind.ReadOnlyData, 8);
        section.AppendAddresses("trap_table", [.. Enumerable.Range(0, CpuLayout.VectorCount).Select(TrapStubs.Name)]);
        access.WriteTable(section);
        section.Append(ClockObject.Symbol, clockObject, 8);
        return section;
    }

    public static ElfSection Data()
    {
        var section = new ElfSection(ShimSections.Data, ElfSectionKind.Data, 64);
        section.Append(ShimSections.CpuData, new byte[CpuLayout.Size], 64);
        section.Relocations.Add(new ElfRelocation(CpuLayout.StackTop, ElfRelocationType.Absolute64, ShimSections.StackTop, 0));

        // Selectors as on Linux; the task-state descriptor (two entries at 0x40) is filled in by the shim.
        ulong[] descriptors = [0, 0x00AF_9A00_0000_FFFF, 0x00CF_9200_0000_FFFF, 0, 0, 0x00CF_F200_0000_FFFF, 0x00AF_FA00_0000_FFFF, 0, 0, 0];
        byte[] table = new byte[descriptors.Length * 8];
        for (int i = 0; i < descriptors.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(table.AsSpan(i * 8), descriptors[i]);
        section.Append("gdt", table, 64);

        byte[] pointer = new byte[10];
        BinaryPrimitives.WriteUInt16LittleEndian(pointer, (ushort)(table.Length - 1));
        int offset = section.Append("gdt_pointer", pointer, 8);
        section.Relocations.Add(new ElfRelocation(offset + 2, ElfRelocationType.Absolute64, "gdt", 0));
        return section;
    }

    /// <summary>Each stack has a page below it that the shim unmaps: a page of its own under the first, the lowest of each slot of the exception stacks.</summary>
    public static ElfSection Zeroed()
    {
        var section = new ElfSection(ShimSections.Zeroed, ElfSectionKind.Zeroed, PageSize);
        section.Reserve(ShimSections.BootPageTables, 6 * PageSize, PageSize);
        section.Reserve("shim_stack_guard", PageSize, PageSize);
        section.Reserve("shim_stack", StackSize, PageSize);
        section.NameEnd(ShimSections.StackTop);
        section.Reserve("exception_stacks", CpuLayout.ExceptionStackCount * CpuLayout.ExceptionStackDistance, PageSize);
        section.Reserve("idt", CpuLayout.VectorCount * 16, 64);
        section.Reserve("task_state", 128, 64);
        return section;
    }
}
