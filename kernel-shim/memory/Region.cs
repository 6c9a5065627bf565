namespace DSoftBus.KernelShim.Memory;

/// <summary>A run of the program's addresses with one kind and one access right; bounds are page-aligned, End is exclusive.</summary>
internal struct Region
{
    public ulong Start;
    public ulong End;
    public Access Access;
    public RegionKind Kind;
}
