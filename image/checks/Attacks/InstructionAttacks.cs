namespace DSoftBus.Image.Checks.Attacks;

/// <summary>Instructions that only ring 0 may execute, ways into its segments, and state that must not leak upwards.</summary>
/// <remarks>
/// Outcomes under QEMU 7.2's TCG with <c>-cpu max</c>, an AMD processor (no SYSENTER in long mode). It differs from the manuals in
/// these: no ICEBP; LDMXCSR takes reserved bits; a far or interrupt return reads its stack with ring 0's rights, which SMAP then denies
/// before the selectors are looked at (without SMAP they are).
/// </remarks>
internal static class InstructionAttacks
{
    private const Outcome Refused = Outcome.ProtectionFault;
    private const Outcome Illegal = Outcome.IllegalInstruction;
    private const Outcome Harmless = Outcome.Continues;

    private static readonly Attack[] Table =
    [
        new("cli", "fa", Refused),
        new("sti", "fb", Refused),
        new("hlt", "f4", Refused),
        new("in al, dx", "66baf803ec", Refused),
        new("in eax, dx", "66baf80ced", Refused),
        new("in al, 0x64", "e464", Refused),
        new("out dx, al to the exit port", "66baf400b010ee", Refused),
        new("out 0x64, al", "b0fee664", Refused),
        new("ins byte", "4889e74883ef1066baf8036c", Refused),
        new("outs byte", "4889e666baf8036e", Refused),
        new("mov rax, cr0", "0f20c0", Refused),
        new("mov cr0, rax", "0f22c0", Refused),
        new("mov rax, cr2", "0f20d0", Refused),
        new("mov rax, cr3", "0f20d8", Refused),
        new("mov cr3, rax", "0f22d8", Refused),
        new("mov rax, cr4", "0f20e0", Refused),
        new("mov cr4, rax", "0f22e0", Refused),
        new("mov rax, cr8", "440f20c0", Refused),
        new("mov cr8, rax", "440f22c0", Refused),
        new("mov rax, dr7", "0f21f8", Refused),
        new("mov dr7, rax", "0f23f8", Refused),
        new("mov dr0, rax", "0f23c0", Refused),
        new("rdmsr EFER", "b9800000c00f32", Refused),
        new("rdmsr TSC", "b9100000000f32", Refused),
        new("wrmsr LSTAR", "b9820000c00f30", Refused),
        new("wrmsr EFER", "b9800000c00f30", Refused),
        new("wrmsr FS base", "b9000100c00f30", Refused),
        new("lgdt", "0f011424", Refused),
        new("lidt", "0f011c24", Refused),
        new("lldt", "0f00d0", Refused),
        new("ltr", "b8400000000f00d8", Refused),
        new("lmsw", "0f01f0", Refused),
        new("sgdt under UMIP", "488d6424f00f010424", Refused) { NeedsUmip = true },
        new("sidt under UMIP", "488d6424f00f010c24", Refused) { NeedsUmip = true },
        new("sldt under UMIP", "0f00c0", Refused) { NeedsUmip = true },
        new("str under UMIP", "0f00c8", Refused) { NeedsUmip = true },
        new("smsw under UMIP", "0f01e0", Refused) { NeedsUmip = true },
        new("clts", "0f06", Refused),
        new("invd", "0f08", Refused),
        new("wbinvd", "0f09", Refused),
        new("invlpg", "0f013c24", Refused),
        new("swapgs", "0f01f8", Refused),
        new("sysret to 64 bits", "480f07", Refused),
        new("sysret to 32 bits", "0f07", Refused),
        new("sysenter", "0f34", Illegal),
        new("sysexit", "480f35", Illegal),
        new("xsetbv", "31c931d2b8070000000f01d1", Refused),
        new("rdpmc", "31c90f33", Refused),
        new("rsm", "0faa", Illegal),
        new("monitor", "0f01c8", Illegal),
        new("mwait", "0f01c9", Illegal),
        new("vmcall", "0f01c1", Illegal),
        new("vmrun", "0f01d8", Illegal),
        new("vmmcall", "0f01d9", Illegal),
        new("clgi", "0f01dd", Illegal),
        new("clac", "0f01ca", Illegal),
        new("stac", "0f01cb", Illegal),
        new("rdfsbase", "f3480faec0", Illegal),
        new("wrfsbase to a non-canonical address", "48b80000000000800000f3480faed0", Illegal),
        new("wrgsbase to a non-canonical address", "48b80000000000800000f3480faed8", Illegal),
        new("wrpkru", "31c931d20f01ef", Illegal),
        new("ud2", "0f0b", Illegal),
        new("lock nop", "f090", Illegal),
        new("into", "ce", Illegal),
        new("an instruction of sixteen bytes", "66666666666666666666666666666690", Refused),
        new("icebp", "f1", Illegal),
        new("int3", "cc", Outcome.Breakpoint),
        new("single step by popf", "9c810c24000100009d9090", Outcome.SingleStep),
        new("single step into a system call", "9c810c2400010000b8270000009d0f0531c0", Outcome.SingleStep),
        new("division by zero", "31c931d2f7f1", Outcome.DivideError),
        new("ldmxcsr with reserved bits", "68ffffff7f0fae142431c0", Harmless),
        new("xrstor with a damaged header", "48b9000002000071000048c78100020000ffffffffb80700000031d20fae29", Refused),
        new("far return to the kernel's code segment", "6a086a0048cb", Outcome.AccessDenied) { WithoutSmap = Refused },
        new("far return to a 32-bit code segment", "6a236a0048cb", Outcome.AccessDenied) { WithoutSmap = Refused },
        new("far jump to the kernel's code segment", "6a086a0048ff2c24", Refused),
        new("far call to the task state", "6a406a0048ff1c24", Refused),
        new("iret to the kernel's code segment", "6a105468020200006a086a0048cf", Outcome.AccessDenied) { WithoutSmap = Refused },
        new("iret to the kernel's code segment with RPL 3", "6a2b5468020200006a0b6a0048cf", Outcome.AccessDenied) { WithoutSmap = Refused },
        new("iret to the kernel's stack segment", "6a105468020200006a33488d05100000005048cf", Outcome.AccessDenied) { WithoutSmap = Refused },
        new("iret to the task state", "6a2b5468020200006a436a0048cf", Outcome.AccessDenied) { WithoutSmap = Refused },
        new("iret with NT set", "9c810c24004000009d6a2b5468020200006a336a0048cf", Refused),
        new("load the kernel's stack segment", "66b810008ed0", Refused),
        new("load a null stack segment", "31c08ed0", Refused),
        new("load the kernel's code as data", "66b808008ed8", Refused),
        new("load the kernel's data segment", "66b810008ed8", Refused),
        new("load the task state", "66b840008ed8", Refused),
        new("load a selector beyond the table", "66b8f8ff8ee0", Refused),
        new("load a selector of the local table", "66b80f008ee8", Refused),
        new("popf with IOPL, VIF and every other bit", "68ff7e3f009d9c5835000200002500321a006a029d", Harmless),
        new("popf without IF", "9c812424fffdffff9d9c5835000200002500020000", Harmless),
        new("alignment check flag, then an unaligned access", "9c810c24000004009d488b44240131c06a029d", Harmless),
        new("direction flag, then a system call", "fdb8270000000f05fc83e801", Harmless),
        new("every flag that popf takes, then a system call", "9c810c24d50c04009db8270000000f05fc83e8016a029d", Harmless),
    ];

    public static void Run(CheckLog log)
    {
        foreach (var attack in Table)
            attack.Run(log);
        for (int vector = 0; vector < 256; vector++)
            Interrupt(vector).Run(log);
    }

    /// <summary>INT n: of all 256 vectors only INT3's gate is open to ring 3; vectors beyond the table fail alike.</summary>
    private static Attack Interrupt(int vector) => new($"int {vector}", $"cd{vector:x2}", vector == 3 ? Outcome.Breakpoint : Refused);
}
