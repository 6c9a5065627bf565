namespace DSoftBus.Image.Checks.Attacks;

/// <summary>A place for a pointer in a system call; every bad pointer there is EFAULT.</summary>
/// <param name="Number">The call.</param>
/// <param name="Name">Its name and the place.</param>
/// <param name="Use">What it does there.</param>
/// <param name="Size">Bytes that it needs there.</param>
/// <param name="Arguments">All arguments, the pointer as <see cref="Argument.Pointer"/>.</param>
internal sealed record CallPointer(int Number, string Name, PointerUse Use, int Size, params long[] Arguments)
{
    /// <summary>The call wants four-byte alignment and says EINVAL without.</summary>
    public bool IsAligned { get; init; }
}
