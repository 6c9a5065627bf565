namespace DSoftBus.Qemu.Bench;

/// <summary>One trial of the memory search.</summary>
/// <param name="Mebibytes">Memory of the machine.</param>
/// <param name="Problem">Why its daemon did not become ready; null when it did.</param>
public sealed record MemoryStep(int Mebibytes, string? Problem);
