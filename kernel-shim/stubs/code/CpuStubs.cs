using DSoftBus.KernelShim.Stubs.Emission;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace DSoftBus.KernelShim.Stubs.Code;

/// <summary>Single machine instructions as functions of the System V calling convention.</summary>
internal static class CpuStubs
{
    public static void Emit(CodeSection section)
    {
        var a = section.Code;
        Function(section, "cpu_out8", () => { a.mov(edx, edi); a.mov(eax, esi); a.@out(dx, al); });
        Function(section, "cpu_out16", () => { a.mov(edx, edi); a.mov(eax, esi); a.@out(dx, ax); });
        Function(section, "cpu_in8", () => { a.mov(edx, edi); a.xor(eax, eax); a.@in(al, dx); });
        Function(section, "cpu_read_msr", () => { a.mov(ecx, edi); a.rdmsr(); Combine(a); });
        Function(section, "cpu_write_msr", () => { a.mov(ecx, edi); Split(a); a.wrmsr(); });
        Function(section, "cpu_read_tsc", () => { a.rdtsc(); Combine(a); });
        Function(section, "cpu_scale", () => { a.mov(rax, rdi); a.mul(rsi); a.shrd(rax, rdx, 32); });
        Function(section, "cpu_read_random", () => { a.xor(eax, eax); a.rdrand(rdx); a.setc(al); a.mov(__qword_ptr[rdi], rdx); });
        Function(section, "cpu_id", () =>
        {
            a.push(rbx);
            a.mov(r8, rdx);
            a.mov(eax, edi);
            a.mov(ecx, esi);
            a.cpuid();
            a.mov(__dword_ptr[r8], eax);
            a.mov(__dword_ptr[r8 + 4], ebx);
            a.mov(__dword_ptr[r8 + 8], ecx);
            a.mov(__dword_ptr[r8 + 12], edx);
            a.pop(rbx);
        });
        Function(section, "cpu_read_cr2", () => a.mov(rax, cr2));
        Function(section, "cpu_read_cr3", () => a.mov(rax, cr3));
        Function(section, "cpu_write_cr3", () => a.mov(cr3, rdi));
        Function(section, "cpu_read_cr4", () => a.mov(rax, cr4));
        Function(section, "cpu_write_cr4", () => a.mov(cr4, rdi));
        Function(section, "cpu_write_xcr0", () => { a.xor(ecx, ecx); a.mov(eax, edi); a.xor(edx, edx); a.xsetbv(); });
        Function(section, "cpu_save_state", () => { a.mov(eax, esi); a.xor(edx, edx); a.xsave64(__[rdi]); });
        Function(section, "cpu_load_state", () => { a.mov(eax, esi); a.xor(edx, edx); a.xrstor64(__[rdi]); });
        Function(section, "cpu_save_vector_control", () => a.stmxcsr(__dword_ptr[rdi]));
        Function(section, "cpu_load_vector_control", () => a.ldmxcsr(__dword_ptr[rdi]));
        Function(section, "cpu_invalidate_page", () => a.invlpg(__[rdi]));
        Function(section, "cpu_load_idt", () => a.lidt(__[rdi]));
        Function(section, "cpu_load_local_table", () => { a.mov(eax, edi); a.lldt(ax); });
        Function(section, "cpu_load_task_register", () => { a.mov(eax, edi); a.ltr(ax); });
        Function(section, "cpu_load_data_segments", () => { a.mov(eax, edi); a.mov(ds, eax); a.mov(es, eax); });
        Function(section, "cpu_zero_page", () => { a.xor(eax, eax); a.mov(ecx, 512); a.rep.stosq(); });
        Function(section, "cpu_idle", () => { a.sti(); a.hlt(); a.cli(); });
        Function(section, "cpu_pause", () => a.pause());
        Function(section, "cpu_breakpoint", () => a.int3());
        Function(section, "cpu_lose_stack", () => { a.xor(esp, esp); a.push(rax); });
        Function(section, "RhpReversePInvoke", () => { });
        Function(section, "RhpReversePInvokeReturn", () => { });

        section.Define("cpu_halt");
        var again = a.CreateLabel();
        a.cli();
        a.Label(ref again);
        a.hlt();
        a.jmp(again);
    }

    /// <summary>Functions that return the address of a symbol: compiled C# has no other way to name one.</summary>
    public static void EmitAddresses(CodeSection section, IEnumerable<string> symbols)
    {
        foreach (string symbol in symbols)
            Function(section, "address_of_" + symbol.TrimStart('_'), () => section.Code.mov(eax, section.Address(symbol)));
    }

    private static void Function(CodeSection section, string name, Action body)
    {
        section.Define(name);
        body();
        section.Code.ret();
    }

    private static void Combine(Assembler a)
    {
        a.shl(rdx, 32);
        a.or(rax, rdx);
    }

    private static void Split(Assembler a)
    {
        a.mov(eax, esi);
        a.mov(rdx, rsi);
        a.shr(rdx, 32);
    }
}
