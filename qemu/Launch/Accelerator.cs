namespace DSoftBus.Qemu.Launch;

/// <summary>What executes the guest's instructions.</summary>
public enum Accelerator
{
    /// <summary>QEMU's own translator: needs no right and no hardware, the one that everything is built and tested for.</summary>
    Tcg,

    /// <summary>The host kernel's virtual machine monitor.</summary>
    Kvm,
}
