namespace DSoftBus.KernelShim.Stubs.Guards;

/// <summary>One entry of an object's symbol table.</summary>
/// <param name="Name">Empty for sections.</param>
/// <param name="Info">Binding in the upper four bits, type in the lower.</param>
/// <param name="Section">Index of its section; 0 when undefined.</param>
/// <param name="Value">Offset in its section.</param>
/// <param name="Size">In bytes.</param>
internal readonly record struct ObjectSymbol(string Name, byte Info, ushort Section, ulong Value, ulong Size)
{
    private const int Function = 2;

    public bool IsFunction => (Info & 0xf) == Function;
}
