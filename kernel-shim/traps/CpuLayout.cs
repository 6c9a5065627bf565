namespace DSoftBus.KernelShim.Traps;

/// <summary>The words that the entry stubs find without a register, in bytes from the symbol <c>cpu_data</c>. Compiled into both the shim and the stub emitter.</summary>
internal static class CpuLayout
{
    /// <summary>Address of the running thread's page.</summary>
    public const int CurrentThread = 0;

    /// <summary>Holds the program's RSP for the few instructions in which a system call has no stack.</summary>
    public const int Scratch = 8;

    /// <summary>Top of the shim's stack.</summary>
    public const int StackTop = 16;

    /// <summary>Not 0 when the running thread's XMM registers are in its page and the CPU's hold something else.</summary>
    public const int VectorsSaved = 24;

    public const int Size = 64;

    /// <summary>Stacks of their own for double faults, NMI and debug exceptions (the interrupt stack table). Each has a guard page below it.</summary>
    public const int ExceptionStackCount = 3;

    /// <summary>Bytes of one such stack: room for a crash report whose reading of the program's stack brings in pages.</summary>
    public const int ExceptionStackSize = 2 * 4096;

    /// <summary>Bytes from one guard page to the next.</summary>
    public const int ExceptionStackDistance = 4096 + ExceptionStackSize;

    /// <summary>Entries of the interrupt descriptor table; one stub each.</summary>
    public const int VectorCount = 128;

    public const int KernelCode = 0x08;
    public const int KernelData = 0x10;
    public const int UserData = 0x28 | 3;
    public const int UserCode = 0x30 | 3;
    public const int TaskState = 0x40;
}
