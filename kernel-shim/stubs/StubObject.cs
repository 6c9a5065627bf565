using DSoftBus.KernelShim.Stubs.Code;
using DSoftBus.KernelShim.Stubs.Elf;
using DSoftBus.KernelShim.Stubs.Emission;

namespace DSoftBus.KernelShim.Stubs;

/// <summary>All machine code and data that is not compiled from C#, as one relocatable object and its listing.</summary>
internal sealed record StubObject(byte[] Object, string Listing)
{
    /// <summary>Symbols whose addresses the shim asks for; those of the second line come from the linker script and the program.</summary>
    private static readonly string[] Addresses =
    [
        ShimSections.CpuData, ShimSections.BootPageTables, "shim_stack_guard", "exception_stacks", "gdt", "idt", "task_state", "trap_table", "smap_sites", ClockObject.Symbol,
        "system_call_entry", "program_access_start", "program_access_end", "program_access_fault",
        .. LinkerSymbols.All,
    ];

    public static StubObject Create()
    {
        var listing = new StubListing();
        var access = new SupervisorAccess();

        var boot = new CodeSection(ShimSections.BootText, bitness: 32);
        BootStub.EmitProtectedMode(boot);

        var text = new CodeSection(ShimSections.Text, bitness: 64);
        BootStub.EmitLongMode(text);
        EntryStubs.Emit(text);
        TrapStubs.Emit(text, access);
        ProgramMemoryStubs.Emit(text, access);
        CpuStubs.Emit(text);
        ContextSwitch.EmitKeepVectors(text);
        CpuStubs.EmitAddresses(text, Addresses);

        ElfSection[] sections =
        [
            boot.Finish(listing),
            BootChecks.Data(),
            text.Finish(listing),
            ShimData.ReadOnly(access, ClockObject.Create(listing)),
            ShimData.Data(),
            ShimData.Zeroed(),
            ShimData.PvhNote(),
        ];
        return new StubObject(ElfObjectWriter.Write(sections), listing.ToString());
    }
}
