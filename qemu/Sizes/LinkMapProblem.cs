namespace DSoftBus.Qemu.Sizes;

/// <summary>Why a text is no link map of lld.</summary>
public enum LinkMapProblem
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>The first line is not the header <c>VMA LMA Size Align Out In Symbol</c>.</summary>
    NoHeader,

    /// <summary>A line has no four numbers and a name in lld's columns, or a number over 64 bits.</summary>
    MalformedLine,

    /// <summary>An input stands before the first output section, or a symbol before the first input of its section.</summary>
    WithoutParent,

    /// <summary>An extent wraps around the address space.</summary>
    Overflow,
}
