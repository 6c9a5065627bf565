using DSoftBus.KernelShim.Stubs.Emission;
using DSoftBus.KernelShim.Threads;
using DSoftBus.KernelShim.Traps;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace DSoftBus.KernelShim.Stubs.Code;

/// <summary>Saving and loading registers in a thread's page: the pieces that the entry and return stubs share.</summary>
internal static class ContextSwitch
{
    /// <summary>Every general register but RAX and RSP, with its place.</summary>
    private static readonly (AssemblerRegister64 Register, int Offset)[] General =
    [
        (rcx, ThreadLayout.Rcx), (rdx, ThreadLayout.Rdx), (rsi, ThreadLayout.Rsi), (rdi, ThreadLayout.Rdi), (rbp, ThreadLayout.Rbp),
        (r8, ThreadLayout.R8), (r9, ThreadLayout.R9), (r10, ThreadLayout.R10), (r11, ThreadLayout.R11), (r12, ThreadLayout.R12),
        (r13, ThreadLayout.R13), (r14, ThreadLayout.R14), (r15, ThreadLayout.R15), (rbx, ThreadLayout.Rbx),
    ];

    private static readonly AssemblerRegisterXMM[] Vectors =
        [xmm0, xmm1, xmm2, xmm3, xmm4, xmm5, xmm6, xmm7, xmm8, xmm9, xmm10, xmm11, xmm12, xmm13, xmm14, xmm15];

    public static void SaveGeneral(Assembler a, AssemblerRegister64 thread)
    {
        foreach (var (register, offset) in General)
            a.mov(__qword_ptr[thread + offset], register);
    }

    /// <summary>Loads all but RAX; RBX, which addresses the thread, comes last.</summary>
    public static void LoadGeneral(Assembler a, bool includeSystemCallRegisters)
    {
        foreach (var (register, offset) in General)
        {
            if (includeSystemCallRegisters || (register != rcx && register != r11))
                a.mov(register, __qword_ptr[rbx + offset]);
        }
    }

    /// <summary>The program's vector registers stay in the CPU until something in the shim needs them (<see cref="EmitKeepVectors"/>).</summary>
    public static void LeaveVectors(CodeSection section) => section.Code.mov(VectorsSaved(section), 0);

    /// <summary>
    /// Saves the low halves of the vector registers, all that compiled shim code can change, unless that is done; changes RAX only. Called
    /// by the guards of functions that use them and by the shim. The rest of the extended state stays in the CPU until another thread
    /// runs (see FloatingPoint in the shim).
    /// </summary>
    public static void EmitKeepVectors(CodeSection section)
    {
        var a = section.Code;
        var done = a.CreateLabel();
        section.Define("cpu_keep_vectors");
        a.cmp(VectorsSaved(section), 0);
        a.jne(done);
        a.mov(VectorsSaved(section), 1);
        a.mov(rax, __qword_ptr[section.Address(ShimSections.CpuData, CpuLayout.CurrentThread)]);
        a.test(rax, rax);
        a.jz(done); // no thread runs: nobody's registers
        for (int i = 0; i < Vectors.Length; i++)
            a.movaps(__xmmword_ptr[rax + ThreadLayout.Xmm + i * 16], Vectors[i]);
        a.Label(ref done);
        a.ret();
    }

    /// <summary>Bytes that <see cref="PushVectors"/> fills at RSP, which is a multiple of 16.</summary>
    public const int VectorRoom = 16 * 16;

    public static void PushVectors(Assembler a)
    {
        for (int i = 0; i < Vectors.Length; i++)
            a.movaps(__xmmword_ptr[rsp + i * 16], Vectors[i]);
    }

    public static void PopVectors(Assembler a)
    {
        for (int i = 0; i < Vectors.Length; i++)
            a.movaps(Vectors[i], __xmmword_ptr[rsp + i * 16]);
    }

    /// <summary>Loads the vector registers of the thread that RBX addresses if they are not in the CPU.</summary>
    public static void LoadVectors(CodeSection section)
    {
        var a = section.Code;
        var kept = a.CreateLabel();
        a.cmp(VectorsSaved(section), 0);
        a.je(kept);
        for (int i = 0; i < Vectors.Length; i++)
            a.movaps(Vectors[i], __xmmword_ptr[rbx + ThreadLayout.Xmm + i * 16]);
        a.Label(ref kept);
    }

    private static AssemblerMemoryOperand VectorsSaved(CodeSection section) => __qword_ptr[section.Address(ShimSections.CpuData, CpuLayout.VectorsSaved)];
}
