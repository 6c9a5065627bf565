namespace DSoftBus.Image.Modules;

/// <summary>A file in a boot module.</summary>
/// <param name="Name">Its name (<see cref="ModuleFormat.IsName"/>).</param>
/// <param name="Contents">Its bytes; a view into the module.</param>
public sealed record ModuleEntry(string Name, ReadOnlyMemory<byte> Contents);
