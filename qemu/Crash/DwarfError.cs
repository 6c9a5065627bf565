namespace DSoftBus.Qemu.Crash;

/// <summary>What is wrong with a line table.</summary>
public enum DwarfError
{
    None,

    /// <summary>A unit, a header or an instruction ends before it is complete.</summary>
    Truncated,

    /// <summary>The 64-bit format, which no compiler here emits.</summary>
    Dwarf64,

    /// <summary>A version other than 4 and 5.</summary>
    UnknownVersion,

    /// <summary>A field of the header with a value that no table can have.</summary>
    BadHeader,

    /// <summary>An entry format whose form is not known.</summary>
    UnknownForm,

    /// <summary>More rows or files than <see cref="DwarfLines.LargestRows"/> allows.</summary>
    TooLarge,
}
