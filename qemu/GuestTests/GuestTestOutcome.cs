namespace DSoftBus.Qemu.GuestTests;

/// <summary>How a test of the guest ended. All but <see cref="Passed"/> are failures.</summary>
public enum GuestTestOutcome
{
    Passed,

    /// <summary>It threw, or what the guest said about it contradicts itself.</summary>
    Failed,

    /// <summary>It did not come back within its limit; the guest ended itself there.</summary>
    Hung,

    /// <summary>It was announced and nothing more was heard of it.</summary>
    NoResult,
}
