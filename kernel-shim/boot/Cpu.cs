using System.Runtime;
using System.Runtime.CompilerServices;

namespace DSoftBus.KernelShim.Boot;

/// <summary>Machine instructions that C# cannot express; each is a stub of a few bytes (see stubs.lst beside the image).</summary>
internal static unsafe class Cpu
{
    private const MethodImplOptions Stub = MethodImplOptions.InternalCall;

    [MethodImpl(Stub), RuntimeImport("*", "cpu_out8")]
    public static extern void Out8(int port, int value);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_out16")]
    public static extern void Out16(int port, int value);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_in8")]
    public static extern int In8(int port);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_read_msr")]
    public static extern ulong ReadMsr(uint register);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_write_msr")]
    public static extern void WriteMsr(uint register, ulong value);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_read_tsc")]
    public static extern ulong ReadTimeStamp();

    /// <summary>The product of two values divided by 2^32, with a 128-bit intermediate.</summary>
    [MethodImpl(Stub), RuntimeImport("*", "cpu_scale")]
    public static extern ulong Scale(ulong value, ulong multiplier);

    /// <summary>RDRAND; 1 when <paramref name="value"/> was filled. Only where CPUID reports it.</summary>
    [MethodImpl(Stub), RuntimeImport("*", "cpu_read_random")]
    public static extern int ReadRandom(ulong* value);

    /// <summary>CPUID; <paramref name="result"/> receives EAX, EBX, ECX, EDX.</summary>
    [MethodImpl(Stub), RuntimeImport("*", "cpu_id")]
    public static extern void Identify(uint leaf, uint subleaf, uint* result);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_read_cr2")]
    public static extern ulong ReadFaultAddress();

    [MethodImpl(Stub), RuntimeImport("*", "cpu_read_cr3")]
    public static extern ulong ReadPageTableRoot();

    [MethodImpl(Stub), RuntimeImport("*", "cpu_write_cr3")]
    public static extern void WritePageTableRoot(ulong value);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_read_cr4")]
    public static extern ulong ReadControl4();

    [MethodImpl(Stub), RuntimeImport("*", "cpu_write_cr4")]
    public static extern void WriteControl4(ulong value);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_write_xcr0")]
    public static extern void WriteExtendedControl(uint value);

    /// <summary>XSAVE64 of the components in <paramref name="mask"/>.</summary>
    [MethodImpl(Stub), RuntimeImport("*", "cpu_save_state")]
    public static extern void SaveState(void* area, uint mask);

    /// <summary>XRSTOR64 of the components in <paramref name="mask"/>; faults on an area with reserved bits set.</summary>
    [MethodImpl(Stub), RuntimeImport("*", "cpu_load_state")]
    public static extern void LoadState(void* area, uint mask);

    /// <summary>Saves the current thread's XMM registers in its page, unless they are there; the way out loads them again.</summary>
    [MethodImpl(Stub), RuntimeImport("*", "cpu_keep_vectors")]
    public static extern void KeepVectors();

    /// <summary>STMXCSR.</summary>
    [MethodImpl(Stub), RuntimeImport("*", "cpu_save_vector_control")]
    public static extern void SaveVectorControl(void* register);

    /// <summary>LDMXCSR; faults on reserved bits.</summary>
    [MethodImpl(Stub), RuntimeImport("*", "cpu_load_vector_control")]
    public static extern void LoadVectorControl(void* register);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_invalidate_page")]
    public static extern void InvalidatePage(ulong address);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_load_idt")]
    public static extern void LoadInterruptTable(void* pointer);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_load_local_table")]
    public static extern void LoadLocalTable(int selector);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_load_task_register")]
    public static extern void LoadTaskRegister(int selector);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_load_data_segments")]
    public static extern void LoadDataSegments(int selector);

    [MethodImpl(Stub), RuntimeImport("*", "cpu_zero_page")]
    public static extern void ZeroPage(void* page);

    /// <summary>Waits with interrupts enabled until one has been handled.</summary>
    [MethodImpl(Stub), RuntimeImport("*", "cpu_idle")]
    public static extern void Idle();

    [MethodImpl(Stub), RuntimeImport("*", "cpu_pause")]
    public static extern void Pause();

    [MethodImpl(Stub), RuntimeImport("*", "cpu_breakpoint")]
    public static extern void Breakpoint();

    /// <summary>Pushes to a stack pointer of 0, where no memory is: for <see cref="Panics.Defect"/> only.</summary>
    [MethodImpl(Stub), RuntimeImport("*", "cpu_lose_stack")]
    public static extern void LoseStack();

    /// <summary>Stops for ever.</summary>
    [MethodImpl(Stub), RuntimeImport("*", "cpu_halt")]
    public static extern void Halt();

    /// <summary>Loads the current thread's registers and leaves for ring 3; does not return.</summary>
    [MethodImpl(Stub), RuntimeImport("*", "return_to_program")]
    public static extern void ReturnToProgram();

    public static void FlushTranslations() => WritePageTableRoot(ReadPageTableRoot());
}
