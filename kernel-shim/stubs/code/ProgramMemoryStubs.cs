using DSoftBus.KernelShim.Stubs.Emission;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace DSoftBus.KernelShim.Stubs.Code;

/// <summary>
/// The only instructions of the shim that touch program memory. Each returns 1 in EAX; a fault between
/// <c>program_access_start</c> and <c>program_access_end</c> that cannot be resolved continues at
/// <c>program_access_fault</c>, which returns 0.
/// </summary>
internal static class ProgramMemoryStubs
{
    public static void Emit(CodeSection section, SupervisorAccess access)
    {
        var a = section.Code;
        section.Define("program_access_start");
        a.nop();

        section.Define("program_read8");
        Guarded(section, access, () => a.movzx(eax, __byte_ptr[rdi]));
        a.mov(__byte_ptr[rsi], al);
        Succeed(a);

        section.Define("program_read32");
        Guarded(section, access, () => a.mov(eax, __dword_ptr[rdi]));
        a.mov(__dword_ptr[rsi], eax);
        Succeed(a);

        section.Define("program_read64");
        Guarded(section, access, () => a.mov(rax, __qword_ptr[rdi]));
        a.mov(__qword_ptr[rsi], rax);
        Succeed(a);

        section.Define("program_write32");
        Guarded(section, access, () => a.mov(__dword_ptr[rdi], esi));
        Succeed(a);

        section.Define("program_write64");
        Guarded(section, access, () => a.mov(__qword_ptr[rdi], rsi));
        Succeed(a);

        section.Define("program_copy"); // (destination, source, bytes)
        a.mov(rcx, rdx);
        Guarded(section, access, () =>
        {
            a.shr(rcx, 3);
            a.rep.movsq();
            a.mov(ecx, edx);
            a.and(ecx, 7);
            a.rep.movsb();
        });
        Succeed(a);
        section.Define("program_access_end");
        a.nop();

        section.Define("program_access_fault");
        access.Clear(section);
        a.xor(eax, eax);
        a.ret();
    }

    private static void Guarded(CodeSection section, SupervisorAccess access, Action body)
    {
        section.Code.nop(); // gives the STAC a name of its own beside the function's
        access.Set(section);
        body();
        access.Clear(section);
    }

    private static void Succeed(Assembler a)
    {
        a.mov(eax, 1);
        a.ret();
    }
}
