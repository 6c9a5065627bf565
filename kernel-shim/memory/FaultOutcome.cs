namespace DSoftBus.KernelShim.Memory;

/// <summary>What became of a page fault.</summary>
internal enum FaultOutcome
{
    /// <summary>The access may be repeated.</summary>
    Resolved,

    /// <summary>No region there (SEGV_MAPERR).</summary>
    NotMapped,

    /// <summary>The region does not allow this access (SEGV_ACCERR).</summary>
    Denied,

    /// <summary>No free page is left.</summary>
    OutOfMemory,
}
