namespace DSoftBus.Qemu.Launch;

/// <summary>What the user asked for on the command line.</summary>
public enum AcceleratorChoice
{
    /// <summary>Always QEMU's translator (the default).</summary>
    Tcg,

    /// <summary>Always KVM; a machine that cannot run it fails.</summary>
    Kvm,

    /// <summary>KVM if a bounded trial boot works, else the translator.</summary>
    Auto,
}
