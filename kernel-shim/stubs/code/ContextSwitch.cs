using DSoftBus.KernelShim.Threads;
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

    /// <summary>
    /// The low halves of the vector registers are all that compiled shim code can change; the rest of the extended
    /// state stays in the CPU until another thread runs (see FloatingPoint in the shim).
    /// </summary>
    public static void SaveVectors(Assembler a, AssemblerRegister64 thread)
    {
        for (int i = 0; i < Vectors.Length; i++)
            a.movaps(__xmmword_ptr[thread + ThreadLayout.Xmm + i * 16], Vectors[i]);
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

    public static void LoadVectors(Assembler a, AssemblerRegister64 thread)
    {
        for (int i = 0; i < Vectors.Length; i++)
            a.movaps(Vectors[i], __xmmword_ptr[thread + ThreadLayout.Xmm + i * 16]);
    }
}
