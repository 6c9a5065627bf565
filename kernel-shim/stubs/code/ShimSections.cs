namespace DSoftBus.KernelShim.Stubs.Code;

/// <summary>Section and symbol names that the stubs, the shim and the linker script share.</summary>
internal static class ShimSections
{
    public const string Text = ".ktext";
    public const string BootText = ".kboot";
    public const string BootData = ".kboot.data";
    public const string ReadOnlyData = ".krodata";
    public const string Data = ".kdata";
    public const string Zeroed = ".kbss";
    public const string PvhNote = ".note.pvh";

    public const string Entry = "pvh_start";
    public const string CpuData = "cpu_data";
    public const string StackTop = "shim_stack_top";
    public const string BootPageTables = "boot_page_tables";
}
