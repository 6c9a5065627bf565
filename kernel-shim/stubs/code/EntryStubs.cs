using DSoftBus.KernelShim.Stubs.Emission;
using DSoftBus.KernelShim.Threads;
using DSoftBus.KernelShim.Traps;
using static Iced.Intel.AssemblerRegisters;

namespace DSoftBus.KernelShim.Stubs.Code;

/// <summary>System call entry and the way back to ring 3.</summary>
internal static class EntryStubs
{
    private const int ResumeAndTrapFlags = 0x1_0100;

    public static void Emit(CodeSection section)
    {
        EmitSystemCall(section);
        EmitReturn(section);
    }

    /// <summary>SYSCALL arrives here with the program's stack, RCX = RIP, R11 = RFLAGS, interrupts and AC masked.</summary>
    private static void EmitSystemCall(CodeSection section)
    {
        var a = section.Code;
        section.Define("system_call_entry");
        a.mov(__qword_ptr[section.Address(ShimSections.CpuData, CpuLayout.Scratch)], rsp);
        a.mov(rsp, __qword_ptr[section.Address(ShimSections.CpuData, CpuLayout.CurrentThread)]);
        a.mov(__qword_ptr[rsp + ThreadLayout.Rax], rax);
        ContextSwitch.SaveGeneral(a, rsp);
        a.mov(__qword_ptr[rsp + ThreadLayout.Rip], rcx);
        a.mov(__qword_ptr[rsp + ThreadLayout.Flags], r11);
        a.mov(rcx, __qword_ptr[section.Address(ShimSections.CpuData, CpuLayout.Scratch)]);
        a.mov(__qword_ptr[rsp + ThreadLayout.Rsp], rcx);
        ContextSwitch.LeaveVectors(section);
        a.mov(rdi, rsp);
        a.mov(rsp, __qword_ptr[section.Address(ShimSections.CpuData, CpuLayout.StackTop)]);
        a.cld();
        a.call((ulong)section.Address("kernel_system_call"));
        a.jmp((ulong)section.Address("return_to_program"));
    }

    /// <summary>
    /// Loads the current thread and leaves for ring 3: by SYSRET when the state is exactly what SYSRET restores,
    /// else by IRETQ. SYSRET with a non-canonical RCX would fault in ring 0 on the program's stack.
    /// </summary>
    private static void EmitReturn(CodeSection section)
    {
        var a = section.Code;
        section.Define("return_to_program");
        a.cli();
        a.mov(rsp, __qword_ptr[section.Address(ShimSections.CpuData, CpuLayout.StackTop)]);
        a.mov(rbx, __qword_ptr[section.Address(ShimSections.CpuData, CpuLayout.CurrentThread)]);
        ContextSwitch.LoadVectors(section);
        a.mov(rcx, __qword_ptr[rbx + ThreadLayout.Rip]);
        a.mov(r11, __qword_ptr[rbx + ThreadLayout.Flags]);
        var full = a.CreateLabel();
        a.cmp(rcx, __qword_ptr[rbx + ThreadLayout.Rcx]);
        a.jne(full);
        a.cmp(r11, __qword_ptr[rbx + ThreadLayout.R11]);
        a.jne(full);
        a.test(r11d, ResumeAndTrapFlags);
        a.jnz(full);
        a.mov(rdx, rcx);
        a.shr(rdx, 47);
        a.jnz(full);
        a.mov(rax, __qword_ptr[rbx + ThreadLayout.Rax]);
        a.mov(rsp, __qword_ptr[rbx + ThreadLayout.Rsp]);
        ContextSwitch.LoadGeneral(a, includeSystemCallRegisters: false);
        a.sysretq();

        a.Label(ref full);
        a.push(CpuLayout.UserData);
        a.push(__qword_ptr[rbx + ThreadLayout.Rsp]);
        a.push(r11);
        a.push(CpuLayout.UserCode);
        a.push(rcx);
        a.mov(rax, __qword_ptr[rbx + ThreadLayout.Rax]);
        ContextSwitch.LoadGeneral(a, includeSystemCallRegisters: true);
        a.iretq();
    }
}
