namespace DSoftBus.Qemu.Sizes;

/// <summary>One output section.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Virtual address; 0 for a section that is not loaded.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Inputs">In the order of the map.</param>
public sealed record MapSection(string Name, ulong Address, ulong Size, IReadOnlyList<MapInput> Inputs)
{
    // The thread-local zeros take no addresses: every thread gets its own copy.
    private const string ThreadZeros = ".tbss";

    /// <summary>Whether the section takes memory in the booted machine.</summary>
    public bool IsLoaded => Address != 0 && Name != ThreadZeros;
}
