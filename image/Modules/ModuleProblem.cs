namespace DSoftBus.Image.Modules;

/// <summary>Why bytes are no boot module; README.md says when which applies.</summary>
public enum ModuleProblem : byte
{
    None = 0,

    /// <summary>The file does not begin with the magic.</summary>
    NotAModule = 1,

    /// <summary>It was made by another version of the format.</summary>
    UnknownVersion = 2,

    /// <summary>It has, or says that it has, more than <see cref="ModuleFormat.LargestModule"/> bytes.</summary>
    TooLarge = 3,

    /// <summary>It is shorter than it says.</summary>
    Truncated = 4,

    /// <summary>It is longer than it says.</summary>
    TrailingBytes = 5,

    /// <summary>The digest does not match.</summary>
    Damaged = 6,

    /// <summary>The digest matches, but the entries are not well-formed: its maker has a defect.</summary>
    BadEntries = 7,
}
