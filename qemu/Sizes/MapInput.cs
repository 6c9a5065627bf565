namespace DSoftBus.Qemu.Sizes;

/// <summary>One input section's contribution to an output section.</summary>
/// <param name="Source">What it came from: an object, <c>archive(member)</c>, <c>&lt;internal&gt;</c>, or an assignment of the linker script.</param>
/// <param name="Section">Name of the input section; empty for an assignment.</param>
/// <param name="Address">Virtual address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Symbols">In the order of the map.</param>
public sealed record MapInput(string Source, string Section, ulong Address, ulong Size, IReadOnlyList<MapSymbol> Symbols)
{
    /// <summary>The archive or object as a path, without the archive's member.</summary>
    public string Path => Source.EndsWith(')') && Source.LastIndexOf('(') is > 0 and var at ? Source[..at] : Source;

    /// <summary>The file's name without folders.</summary>
    public string File => Path[(Path.LastIndexOf('/') + 1)..];
}
