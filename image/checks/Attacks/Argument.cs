namespace DSoftBus.Image.Checks.Attacks;

/// <summary>Stand-ins in the tables of hostile calls for what is known only at run time.</summary>
internal static class Argument
{
    /// <summary>The bad pointer.</summary>
    public const long Pointer = long.MinValue + 1;

    /// <summary>Two good pages of zeros, writable.</summary>
    public const long Good = long.MinValue + 2;

    /// <summary>Sixteen good bytes, then a page without rights.</summary>
    public const long NearEnd = long.MinValue + 3;

    /// <summary>The path "/".</summary>
    public const long Root = long.MinValue + 4;

    /// <summary>The path of the one symbolic link.</summary>
    public const long Link = long.MinValue + 5;

    /// <summary>A descriptor of /dev/urandom.</summary>
    public const long Random = long.MinValue + 6;

    /// <summary>A descriptor of /proc/meminfo.</summary>
    public const long Text = long.MinValue + 7;

    /// <summary>A timespec of 0 s and 10^9 ns.</summary>
    public const long LongFraction = long.MinValue + 8;

    /// <summary>A timespec of -1 s.</summary>
    public const long NegativeTime = long.MinValue + 9;

    /// <summary>Arguments of clone3 for a thread whose stack lies in the shim's half.</summary>
    public const long CloneStack = long.MinValue + 10;

    /// <summary>The same, with a thread pointer that is not canonical.</summary>
    public const long CloneThreadPointer = long.MinValue + 11;

    /// <summary>The same, with a word for the parent in the shim's half.</summary>
    public const long CloneParent = long.MinValue + 12;

    /// <summary>The same, with a word for the child in the shim's half.</summary>
    public const long CloneChild = long.MinValue + 13;
}
