using System.Runtime;
using System.Runtime.CompilerServices;

namespace DSoftBus.KernelShim.Boot;

/// <summary>Addresses that the linker knows: the stubs' data, the bounds of the shim's sections, the program's entry.</summary>
internal static class LinkedAddresses
{
    private const MethodImplOptions Stub = MethodImplOptions.InternalCall;

    [MethodImpl(Stub), RuntimeImport("*", "address_of_cpu_data")]
    public static extern ulong CpuData();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_boot_page_tables")]
    public static extern ulong BootPageTables();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_shim_stack_guard")]
    public static extern ulong StackGuard();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_exception_stacks")]
    public static extern ulong ExceptionStacks();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_gdt")]
    public static extern ulong GlobalDescriptorTable();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_idt")]
    public static extern ulong InterruptDescriptorTable();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_task_state")]
    public static extern ulong TaskState();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_trap_table")]
    public static extern ulong TrapTable();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_smap_sites")]
    public static extern ulong SmapSites();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_clock_object")]
    public static extern ulong ClockObject();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_system_call_entry")]
    public static extern ulong SystemCallEntry();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_program_access_start")]
    public static extern ulong ProgramAccessStart();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_program_access_end")]
    public static extern ulong ProgramAccessEnd();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_program_access_fault")]
    public static extern ulong ProgramAccessFault();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_start")]
    public static extern ulong ProgramEntry();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_ehdr_start")]
    public static extern ulong ImageHeader();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_end")]
    public static extern ulong ImageEnd();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_shim_text_start")]
    public static extern ulong TextStart();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_shim_text_end")]
    public static extern ulong TextEnd();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_shim_rodata_start")]
    public static extern ulong ReadOnlyDataStart();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_shim_rodata_end")]
    public static extern ulong ReadOnlyDataEnd();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_shim_data_start")]
    public static extern ulong DataStart();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_shim_data_end")]
    public static extern ulong DataEnd();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_shim_bss_start")]
    public static extern ulong ZeroedStart();

    [MethodImpl(Stub), RuntimeImport("*", "address_of_shim_bss_end")]
    public static extern ulong ZeroedEnd();
}
