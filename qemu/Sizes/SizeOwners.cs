namespace DSoftBus.Qemu.Sizes;

/// <summary>Names of the owners and how a file or a mangled name tells its owner.</summary>
public static class SizeOwners
{
    // What ilc puts before a type's name; lld shows _ZTV as "vtable for".
    private static readonly string[] Decorations =
    [
        "<Boxed>", "Boxed_", "unbox_", "vtable for ", "__Array<", "__FrozenObj_", "__GenericDict_", "__GenericLookupFromType_",
        "__GenericLookupFromDict_", "__GetGCStaticBase_", "__GetNonGCStaticBase_", "__GetThreadStaticBase_", "__GCSTATICS",
        "__NONGCSTATICS", "__writableData", "__readonlydata_", "__ehinfo_", "__DelegateCtor_", "__InterfaceDispatchCell_",
        "__InterfaceDispatchMap_",
    ];

    private static readonly (string Prefix, SizeOwner Owner)[] Assemblies =
    [
        ("DSoftBus_Runtime_", SizeOwner.Runtime),
        ("DSoftBus_Drivers_", SizeOwner.Drivers),
        ("DSoftBus_Net_", SizeOwner.Net),
        ("DSoftBus_Softbus_", SizeOwner.Softbus),
        ("DSoftBus_Image_", SizeOwner.Image),
        ("BouncyCastle_Cryptography_", SizeOwner.BouncyCastle),
        ("S_P_CoreLib_", SizeOwner.CoreLib),
        ("S_P_", SizeOwner.Framework),
        ("System_", SizeOwner.Framework),
        ("Microsoft_", SizeOwner.Framework),
    ];

    // Types that ilc mangles without their assembly; all of them are in System.Private.CoreLib.
    private static readonly string[] WellKnown =
    [
        "String__", "Object__", "Bool__", "Char__", "Int8__", "UInt8__", "Int16__", "UInt16__", "Int32__", "UInt32__",
        "Int64__", "UInt64__", "IntPtr__", "UIntPtr__", "Single__", "Double__",
    ];

    /// <summary>The owner's name in the table and in <c>sizes.json</c>.</summary>
    public static string Name(SizeOwner owner) => owner switch
    {
        SizeOwner.KernelShim => "kernel-shim",
        SizeOwner.CoreLib => "System.Private.CoreLib",
        SizeOwner.Framework => "other framework assemblies",
        SizeOwner.BouncyCastle => "BouncyCastle.Cryptography",
        SizeOwner.NativeRuntime => "native runtime",
        SizeOwner.Libc => "libc",
        SizeOwner.Linker => "linker tables and padding",
        SizeOwner.Unattributed => "data not attributable",
        _ => owner.ToString().ToLowerInvariant(),
    };

    /// <summary>Whether the owner is a room of this repository, rather than a package.</summary>
    public static bool IsRoom(SizeOwner owner) => owner <= SizeOwner.Image;

    /// <summary>The owner of a native object or archive by its file name.</summary>
    public static SizeOwner OfFile(string file) => file switch
    {
        "shim.o" => SizeOwner.KernelShim,
        "libc.a" or "libm.a" or "libpthread.a" or "librt.a" or "libdl.a" => SizeOwner.Libc,
        "libgcc.a" or "libgcc_eh.a" => SizeOwner.Libc,
        _ when file.StartsWith("libm-", StringComparison.Ordinal) || file.StartsWith("libmvec", StringComparison.Ordinal) => SizeOwner.Libc,
        _ when file.StartsWith("crt", StringComparison.Ordinal) => SizeOwner.Libc,
        _ when file.EndsWith(".a", StringComparison.Ordinal) || file.EndsWith(".o", StringComparison.Ordinal) => SizeOwner.NativeRuntime,
        _ => SizeOwner.Linker,
    };

    /// <summary>The assembly that defines the symbol; a generic instantiation counts for the assembly of its definition.</summary>
    public static SizeOwner OfManaged(string symbol)
    {
        ReadOnlySpan<char> name = symbol;
        if (name.StartsWith("_lsda", StringComparison.Ordinal))
            name = name[5..].TrimStart("0123456789");
        for (bool found = true; found;)
        {
            found = false;
            foreach (string decoration in Decorations)
            {
                if (name.StartsWith(decoration, StringComparison.Ordinal))
                {
                    name = name[decoration.Length..];
                    found = true;
                }
            }
        }

        foreach ((string prefix, SizeOwner owner) in Assemblies)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                return owner;
        }

        foreach (string type in WellKnown)
        {
            if (name.StartsWith(type, StringComparison.Ordinal))
                return SizeOwner.CoreLib;
        }

        return SizeOwner.Unattributed;
    }
}
