using DSoftBus.KernelShim.Stubs.Emission;
using DSoftBus.KernelShim.Traps;
using static Iced.Intel.AssemblerRegisters;

namespace DSoftBus.KernelShim.Stubs.Code;

/// <summary>From the PVH entry (32-bit, flat, paging off, EBX = start info) to 64-bit C#.</summary>
/// <remarks>
/// Builds six page-table pages: the first 4 GiB in 2 MiB pages, once at address 0 and once in the upper half,
/// where the shim keeps its direct map. The lower copy lives only until the shim has built the program's tables.
/// The checks come first: until they have passed, only the segment of this stub is known to be memory.
/// Source: Xen PVH boot protocol (docs/misc/pvh.pandoc), Intel SDM volume 3 section 10.8.5.
/// </remarks>
internal static class BootStub
{
    private const int PresentWritable = 0x3;
    private const int LargePage = 0x80;
    private const int PageSize = 4096;
    private const int UpperHalfEntry = 256;

    private const uint Cr4PhysicalAddressExtension = 1 << 5;
    private const uint Cr4SseEnable = (1 << 9) | (1 << 10);
    private const uint EferMsr = 0xC000_0080;
    private const uint EferLongModeAndSystemCalls = (1 << 8) | 1;
    private const uint Cr0EmulationAndTaskSwitched = (1 << 2) | (1 << 3);
    private const uint Cr0PagingWriteProtectProtected = (1u << 31) | (1 << 16) | (1 << 5) | (1 << 1) | 1;

    public static void EmitProtectedMode(CodeSection section)
    {
        var a = section.Code;
        section.Define(ShimSections.Entry);
        a.cli();
        a.cld();
        BootChecks.Emit(section);
        a.mov(esp, section.Address(ShimSections.StackTop));
        a.mov(ebp, ebx);

        StoreEntry(section, 0, 1);
        StoreEntry(section, UpperHalfEntry * 8, 1);
        for (int i = 0; i < 4; i++)
            StoreEntry(section, PageSize + i * 8, 2 + i);

        a.mov(edi, section.Address(ShimSections.BootPageTables));
        a.add(edi, 2 * PageSize);
        a.mov(eax, PresentWritable | LargePage);
        a.mov(ecx, 4 * 512);
        var fill = a.CreateLabel();
        a.Label(ref fill);
        a.mov(__dword_ptr[edi], eax);
        a.mov(__dword_ptr[edi + 4], 0);
        a.add(eax, 0x20_0000);
        a.add(edi, 8);
        a.dec(ecx);
        a.jnz(fill);

        a.mov(eax, section.Address(ShimSections.BootPageTables));
        a.mov(cr3, eax);
        a.mov(eax, cr4);
        a.or(eax, Cr4PhysicalAddressExtension | Cr4SseEnable);
        a.mov(cr4, eax);
        a.mov(ecx, EferMsr);
        a.rdmsr();
        a.or(eax, EferLongModeAndSystemCalls);
        a.wrmsr();
        a.mov(eax, cr0);
        a.and(eax, ~Cr0EmulationAndTaskSwitched);
        a.or(eax, Cr0PagingWriteProtectProtected);
        a.mov(cr0, eax);
        a.lgdt(__[section.Address("gdt_pointer")]);
        a.push(CpuLayout.KernelCode);
        a.push(section.Address("long_mode_start"));
        a.retf();
    }

    public static void EmitLongMode(CodeSection section)
    {
        var a = section.Code;
        section.Define("long_mode_start");
        a.mov(eax, CpuLayout.KernelData);
        a.mov(ss, eax);
        a.mov(ds, eax);
        a.mov(es, eax);
        a.xor(eax, eax);
        a.mov(fs, eax);
        a.mov(gs, eax);
        a.mov(esp, section.Address(ShimSections.StackTop));
        a.mov(edi, ebp);
        a.xor(ebp, ebp);
        a.call((ulong)section.Address("kernel_main"));
        a.ud2();
    }

    /// <summary>Writes table entry <paramref name="offset"/> so that it points to page <paramref name="target"/> of the tables.</summary>
    private static void StoreEntry(CodeSection section, int offset, int target)
    {
        var a = section.Code;
        a.mov(eax, section.Address(ShimSections.BootPageTables));
        a.add(eax, target * PageSize + PresentWritable);
        a.mov(__dword_ptr[section.Address(ShimSections.BootPageTables, offset)], eax);
    }
}
