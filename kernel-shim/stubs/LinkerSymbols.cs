namespace DSoftBus.KernelShim.Stubs;

/// <summary>The symbols that the shim may leave undefined: the program's entry and header, and the bounds that the linker script defines.</summary>
/// <remarks>Anything else that is undefined would silently bind to a function of the program's runtime in the single link.</remarks>
internal static class LinkerSymbols
{
    public const string ImageHeader = "__ehdr_start";
    public const string ImageEnd = "_end";

    public static readonly string[] All =
    [
        "_start", ImageHeader, ImageEnd,
        "__shim_text_start", "__shim_text_end", "__shim_rodata_start", "__shim_rodata_end",
        "__shim_data_start", "__shim_data_end", "__shim_bss_start", "__shim_bss_end",
    ];
}
