namespace DSoftBus.Qemu.Sizes;

/// <summary>One symbol of an input section. NativeAOT's data labels have size 0: they reach to the next label.</summary>
/// <param name="Name">The name as the map shows it: C++ names are demangled, those of ilc are not.</param>
/// <param name="Address">Virtual address.</param>
/// <param name="Size">Bytes.</param>
public sealed record MapSymbol(string Name, ulong Address, ulong Size);
