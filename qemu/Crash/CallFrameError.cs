namespace DSoftBus.Qemu.Crash;

/// <summary>What is wrong with call-frame information.</summary>
public enum CallFrameError
{
    None,

    /// <summary>An entry ends before it is complete, or reaches beyond the section.</summary>
    Truncated,

    /// <summary>The 64-bit format, which no compiler here emits.</summary>
    Dwarf64,

    /// <summary>A version other than 1 and 3.</summary>
    UnknownVersion,

    /// <summary>An augmentation or a pointer encoding that is not known.</summary>
    UnknownEncoding,

    /// <summary>An entry that refers to no common entry.</summary>
    BadReference,
}
