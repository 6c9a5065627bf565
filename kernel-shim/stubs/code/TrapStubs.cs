using DSoftBus.KernelShim.Stubs.Emission;
using DSoftBus.KernelShim.Threads;
using DSoftBus.KernelShim.Traps;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace DSoftBus.KernelShim.Stubs.Code;

/// <summary>One stub per vector and the common part behind them (Intel SDM volume 3 section 6.14).</summary>
internal static class TrapStubs
{
    /// <summary>Vectors for which the CPU pushes an error code (Intel SDM volume 3 table 6-1, and #CP).</summary>
    private static readonly int[] VectorsWithErrorCode = [8, 10, 11, 12, 13, 14, 17, 21];

    private static readonly AssemblerRegister64[] Pushed = [rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15];

    public static string Name(int vector) => $"trap_{vector}";

    public static void Emit(CodeSection section, SupervisorAccess access)
    {
        var a = section.Code;
        for (int vector = 0; vector < CpuLayout.VectorCount; vector++)
        {
            section.Define(Name(vector));
            if (!VectorsWithErrorCode.Contains(vector))
                a.push(0);
            a.push(vector);
            a.jmp((ulong)section.Address("trap_common"));
        }

        section.Define("trap_common");
        access.Clear(section); // neither a gate nor the program's POPF guarantees AC = 0
        a.test(__byte_ptr[rsp + 24], 3);
        var fromProgram = a.CreateLabel();
        a.jnz(fromProgram);
        EmitNested(section);
        a.Label(ref fromProgram);
        EmitFromProgram(section);
    }

    /// <summary>
    /// A trap in ring 0: an interrupt of the idle loop, a fault of a program-memory stub, or a defect. An NMI or a pending
    /// single step can arrive before the entry stubs have noted whose vector registers the CPU holds, so they are kept here.
    /// </summary>
    private static void EmitNested(CodeSection section)
    {
        var a = section.Code;
        foreach (var register in Pushed)
            a.push(register);
        a.mov(rdi, rsp);
        a.mov(rsi, cr2);
        a.cld();
        a.sub(rsp, ContextSwitch.VectorRoom);
        ContextSwitch.PushVectors(a);
        a.call((ulong)section.Address("kernel_nested_trap"));
        ContextSwitch.PopVectors(a);
        a.add(rsp, ContextSwitch.VectorRoom);
        foreach (var register in Pushed.Reverse())
            a.pop(register);
        a.add(rsp, 16);
        a.iretq();
    }

    /// <summary>A trap of the program: the stack holds vector, error code, RIP, CS, RFLAGS, RSP, SS.</summary>
    private static void EmitFromProgram(CodeSection section)
    {
        var a = section.Code;
        a.push(rax);
        a.mov(rax, __qword_ptr[section.Address(ShimSections.CpuData, CpuLayout.CurrentThread)]);
        ContextSwitch.SaveGeneral(a, rax);
        a.mov(rdi, rax);
        a.pop(__qword_ptr[rdi + ThreadLayout.Rax]);
        a.pop(__qword_ptr[rdi + ThreadLayout.Vector]);
        a.pop(__qword_ptr[rdi + ThreadLayout.ErrorCode]);
        a.pop(__qword_ptr[rdi + ThreadLayout.Rip]);
        a.pop(rax);
        a.pop(__qword_ptr[rdi + ThreadLayout.Flags]);
        a.pop(__qword_ptr[rdi + ThreadLayout.Rsp]);
        a.mov(rax, cr2);
        a.mov(__qword_ptr[rdi + ThreadLayout.FaultAddress], rax);
        ContextSwitch.LeaveVectors(section);
        a.mov(rsp, __qword_ptr[section.Address(ShimSections.CpuData, CpuLayout.StackTop)]);
        a.cld();
        a.call((ulong)section.Address("kernel_trap"));
        a.jmp((ulong)section.Address("return_to_program"));
    }
}
