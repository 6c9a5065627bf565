namespace DSoftBus.Samples.Pages;

/// <summary>The document of <c>/json</c>.</summary>
/// <param name="UptimeMilliseconds">Since the machine started.</param>
/// <param name="TotalMemory">Bytes.</param>
/// <param name="FreeMemory">Bytes.</param>
/// <param name="CollectedHeap">Bytes that the garbage collector counts as live or not yet collected.</param>
/// <param name="Collections">Garbage collections so far.</param>
/// <param name="Runtime">Name and version of the .NET runtime.</param>
internal sealed record MachineState(long UptimeMilliseconds, long TotalMemory, long FreeMemory, long CollectedHeap, int Collections, string Runtime);
