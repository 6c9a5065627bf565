namespace DSoftBus.Qemu.Sizes;

/// <summary>Who a byte of the image is counted for: the rooms of this repository, then what they stand on.</summary>
public enum SizeOwner
{
    KernelShim,
    Runtime,
    Drivers,
    Net,
    Softbus,
    Image,
    CoreLib,
    Framework,
    BouncyCastle,
    NativeRuntime,
    Libc,

    /// <summary>The linker's own tables and the padding between what it places.</summary>
    Linker,

    /// <summary>Frame tables, string literals, metadata and whatever else the compiler writes without a type's name.</summary>
    Unattributed,
}
